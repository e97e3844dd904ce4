package dev.skep.host;

import java.time.Duration;
import java.util.Optional;

/// Records that programs send to user space through a ring buffer or perf-event array. It ends with
/// its map: from then on, and for threads that wait, every call is a [MapException] (`EBADF`). Safe
/// for many threads; each record goes to one of them.
public interface EventStream {
    /// One record.
    ///
    /// @param cpu which CPU sent it; 0 for ring buffers, which do not tell
    record Event(int cpu, byte[] data) {}

    /// The next record, or empty if none is waiting. Does not block.
    Optional<Event> poll();

    /// The next record; waits for one where none is waiting.
    ///
    /// @param timeout how long at the most, in steps of a millisecond
    /// @return empty if none came, or somebody called [#wakeUp]
    Optional<Event> poll(Duration timeout);

    /// Has one thread that waits in [#poll(Duration)], or the next one that would, return at once.
    /// So does closing the map; an interrupt of the thread does not.
    void wakeUp();

    /// How many records were dropped so far because nobody read in time, as far as the host knows.
    /// A kernel counts those of perf-event arrays, and tells of them with the next record that
    /// finds room. Those of ring buffers it does not count, and this is 0: the program, whose
    /// `bpf_ringbuf_reserve` returned NULL, can count them in a map or a global variable.
    long lost();
}
