package dev.skep.map;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import java.util.Optional;

/// Records of varying size in a ring of memory: many producers, and readers one at a time. A record
/// is a header of 8 bytes and its data, padded to a multiple of 8; readers see records in the order
/// in which they were reserved, and wait for those that are not finished.
///
/// Twice the ring's memory is allocated, so that a record that starts before the end goes on behind
/// it: the space is its own, because positions are given out by the ring's size.
final class RecordRing {
    static final int HEADER = 8;

    /// The largest record the kernel knows: a quarter of 32 bits.
    private static final long LARGEST = 0xffff_ffffL / 4;

    /// The producers' lock has a cache line of its own.
    private static final long LINE = 64;

    /// Who waits for records of any ring: finished records know no more than their address.
    static final Sleepers READERS = new Sleepers();

    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;

    private final Block memory;
    private final Block lock = new Block(LINE, LINE);
    private final long size;
    private final Object readers = new Object();
    private volatile long produced;
    private volatile long consumed;
    private volatile long lost;
    private long pending;

    /// A ring of `size` bytes, a power of two.
    RecordRing(long size) {
        this.size = size;
        memory = new Block(2 * size);
    }

    /// The address of `length` new bytes, or 0 if there is no room.
    long reserve(long length) {
        SpinWord.acquire(lock.address());
        try {
            long whole = UserSide.round8(length + HEADER);
            long start = produced;
            if (length < 0 || length > LARGEST || start + whole - consumed >= size) {
                lost++;
                return 0;
            }
            long record = place(start);
            OffHeap.putIntRelease(record, (int) length | BUSY);
            produced = start + whole;
            return record + HEADER;
        } finally {
            SpinWord.release(lock.address());
        }
    }

    /// Lets readers see the record whose data starts at `address`, and wakes those that wait.
    static void commit(long address) {
        commitQuietly(address);
        READERS.wake();
    }

    /// Lets readers see the record whose data starts at `address` when they look again.
    static void commitQuietly(long address) {
        long header = address - HEADER;
        OffHeap.putIntRelease(header, OffHeap.getInt(header) & ~BUSY);
    }

    /// Makes readers skip the record whose data starts at `address`.
    static void discard(long address) {
        long header = address - HEADER;
        OffHeap.putIntRelease(header, OffHeap.getInt(header) & ~BUSY | DISCARDED);
    }

    /// Takes the next finished record out.
    Optional<byte[]> poll() {
        synchronized (readers) {
            while (consumed < produced) {
                long record = place(consumed);
                int header = OffHeap.getIntAcquire(record);
                if (header < 0) {
                    break;
                }
                int length = header & ~DISCARDED;
                byte[] data = header == length ? OffHeap.bytes(record + HEADER, length) : null;
                consumed += UserSide.round8(length + HEADER);
                if (data != null) {
                    return Optional.of(data);
                }
            }
            return Optional.empty();
        }
    }

    /// The start of the unfinished record whose data includes `address`, or 0.
    long recordAt(long address) {
        SpinWord.acquire(lock.address());
        try {
            skipFinished();
            for (long at = pending; at < produced; ) {
                long record = place(at);
                int header = OffHeap.getIntAcquire(record);
                int length = header & ~(BUSY | DISCARDED);
                long data = record + HEADER;
                if (header < 0 && address >= data && address < data + length) {
                    return data;
                }
                at += UserSide.round8(length + HEADER);
            }
            return 0;
        } finally {
            SpinWord.release(lock.address());
        }
    }

    /// How many data bytes the record has whose data starts at `address`.
    int length(long address) {
        return OffHeap.getInt(address - HEADER) & ~(BUSY | DISCARDED);
    }

    long size() {
        return size;
    }

    long produced() {
        return produced;
    }

    long consumed() {
        return consumed;
    }

    /// How many records found no room.
    long lost() {
        return lost;
    }

    private void skipFinished() {
        pending = Math.max(pending, consumed);
        while (pending < produced) {
            int header = OffHeap.getIntAcquire(place(pending));
            if (header < 0) {
                return;
            }
            pending += UserSide.round8((header & ~DISCARDED) + HEADER);
        }
    }

    private long place(long position) {
        return memory.address() + (position & size - 1);
    }
}
