package dev.skep.host;

import java.util.Optional;

/// Records that programs send to user space through a ring buffer or perf-event array.
public interface EventStream {
    /// One record.
    ///
    /// @param cpu which CPU sent it; 0 for ring buffers, which do not tell
    record Event(int cpu, byte[] data) {}

    /// The next record, or empty if none is waiting. Does not block.
    Optional<Event> poll();

    /// How many records were dropped so far because nobody read in time.
    long lost();
}
