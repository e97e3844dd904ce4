package dev.skep.host;

import dev.skep.program.MapDefinition;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Optional;

/// A map as user space sees it, with the semantics of bpf(2). Keys and values are in host byte
/// order and have exactly the sizes of [#definition()]; the value of a per-CPU map is one value for
/// every possible CPU, each padded to a multiple of 8 bytes. Queues and stacks take an empty key;
/// so do updates of bloom filters, whose look-ups take the value to look for as their key. Safe for
/// many threads.
public interface BpfMap extends AutoCloseable {
    /// Update flag: create or replace (`BPF_ANY`).
    long ANY = 0;

    /// Update flag: only create (`BPF_NOEXIST`).
    long NO_EXIST = 1;

    /// Update flag: only replace (`BPF_EXIST`).
    long EXIST = 2;

    /// Update and look-up flag: the value's spin lock is held (`BPF_F_LOCK`).
    long LOCK = 4;

    /// The shape it was created with.
    MapDefinition definition();

    /// A copy of the value under `key`; empty where the kernel says `ENOENT`.
    ///
    /// @throws MapException for every other refusal
    Optional<byte[]> lookup(byte[] key);

    /// Stores a copy of `value` under `key`; `flags` are the constants above.
    ///
    /// @throws MapException `EEXIST`, `ENOENT`, `E2BIG` (full or out of range), `EINVAL`, ...
    void update(byte[] key, byte[] value, long flags);

    /// Removes `key`; false where the kernel says `ENOENT`.
    ///
    /// @throws MapException for every other refusal
    boolean delete(byte[] key);

    /// Takes the value under `key` out of the map; empty where the kernel says `ENOENT`.
    ///
    /// @throws MapException for every other refusal: `ENOTSUPP` where the type cannot
    Optional<byte[]> lookupAndDelete(byte[] key);

    /// The key after `key`, or the first one for `null` or a key that is not there; empty at the
    /// end.
    ///
    /// @throws MapException where the type has no keys
    Optional<byte[]> nextKey(byte[] key);

    /// All elements, up to `size` at a time, as the map is while they are walked over: what others
    /// store and remove meanwhile may be missed, or come twice. Where a kernel cannot tell elements
    /// apart that hash alike, a batch has more than `size`. The batches are fetched as they are
    /// asked for.
    ///
    /// @param size at least 1; some hundred save most of what single calls cost
    /// @throws MapException from the iterator, as [#nextKey] and [#lookup] do
    default Iterator<MapBatch> batches(int size) {
        return OneByOne.walk(this, size, this::lookup);
    }

    /// The same as [#batches], and every element is taken out of the map.
    ///
    /// @throws MapException from the iterator, as [#lookupAndDelete] does: `ENOTSUPP` where the
    ///   type cannot
    default Iterator<MapBatch> takeBatches(int size) {
        return OneByOne.walk(this, size, this::lookupAndDelete);
    }

    /// Stores all of `elements`, in their order, up to the first one that is refused.
    default BatchResult updateAll(MapBatch elements, long flags) {
        return OneByOne.update(this, elements, flags);
    }

    /// Removes the keys of `keys`, in their order, up to the first one that is refused or not there
    /// (`ENOENT`).
    default BatchResult deleteAll(MapBatch keys) {
        return OneByOne.delete(this, keys);
    }

    /// Makes the map read-only from user space for good (`BPF_MAP_FREEZE`).
    void freeze();

    /// The values of an array that was created with `BPF_F_MMAPABLE`, as maps of global variables
    /// are, in the memory that programs see: reading and writing it takes no call. The value of
    /// index `i` starts at `i` times the size of a value, rounded up to a multiple of 8. It is
    /// always the same segment; a read-only one if the map is frozen, or was created with
    /// `BPF_F_RDONLY_PROG`. A map whose memory can be written cannot be frozen any more (`EBUSY`).
    /// When the map is closed, the segment ends: what comes too late is an [IllegalStateException].
    ///
    /// Other threads, and programs on other CPUs, are at it at the same time: plain accesses of 4
    /// and 8 bytes, at multiples of their size, are whole; for more than that there are the
    /// `VarHandle`s of value layouts. [dev.skep.typed.Global] and [dev.skep.typed.SharedArray] are
    /// more comfortable.
    ///
    /// @throws MapException `ENOTSUPP` for other maps, `EACCES` if user space may only write,
    ///   `EINVAL` if it was created with `BPF_F_RDONLY`, which a kernel does not share
    MemorySegment memory();

    /// What programs sent through this map.
    ///
    /// @throws MapException `EINVAL` if it is neither a ring buffer nor a perf-event array
    EventStream events();

    /// What sends records to programs through this map.
    ///
    /// @throws MapException `EINVAL` if it is no user ring buffer
    EventSink sink();

    /// Releases it; a program that still uses it keeps it alive.
    @Override
    void close();
}
