package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.concurrent.Semaphore;

/// `BPF_MAP_TYPE_RINGBUF`: records from programs to user space, in the order of their reservation
/// (`Documentation/bpf/ringbuf.rst`).
public final class RingBufferMap extends JvmMap {
    private static final long NO_WAKE_UP = 1;
    private static final long WAKE_UP_FLAGS = 3;

    private final RecordRing ring;
    private final RecordEvents events;

    RingBufferMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
        ring = new RecordRing(Integer.toUnsignedLong(definition.maxEntries()));
        events = new RecordEvents(this, new RecordRing[] {ring}, new Semaphore(0));
    }

    /// Reserves a record of `size` bytes.
    ///
    /// @param flags 0
    /// @return the address of its data, or 0 if there is no room or a flag is set
    public long reserve(long size, long flags) {
        return flags == 0 ? ring.reserve(size) : 0;
    }

    /// Hands a record to the readers.
    ///
    /// @param record what [#reserve] of any ring returned, not yet submitted or discarded
    /// @param flags with `BPF_RB_NO_WAKEUP`, readers that sleep find it only when they look again
    public static void submit(long record, long flags) {
        if ((flags & NO_WAKE_UP) == 0) {
            RecordRing.commit(record);
        } else {
            RecordRing.commitQuietly(record);
        }
    }

    /// Gives a record up.
    ///
    /// @param record what [#reserve] of any ring returned, not yet submitted or discarded
    public static void discard(long record) {
        RecordRing.discard(record);
    }

    /// Sends a copy of the `size` bytes at address `data`.
    ///
    /// @return 0, `EINVAL` for unknown flags or `EAGAIN` if there is no room, negated
    public long output(long data, long size, long flags) {
        if ((flags & ~WAKE_UP_FLAGS) != 0) {
            return Errno.EINVAL.result();
        }
        long record = ring.reserve(size);
        if (record == 0) {
            return Errno.EAGAIN.result();
        }
        OffHeap.copy(data, record, size);
        submit(record, flags);
        return 0;
    }

    /// What `bpf_ringbuf_query` answers: bytes not yet read (0), the ring's size (1), the readers'
    /// position (2), the writers' position (3), or 0.
    public long query(long flags) {
        if (flags == 0) {
            return ring.produced() - ring.consumed();
        }
        if (flags == 1) {
            return ring.size();
        }
        if (flags == 2) {
            return ring.consumed();
        }
        return flags == 3 ? ring.produced() : 0;
    }

    /// The start of the record that `address` points into, if it is neither submitted nor
    /// discarded; else 0.
    @Override
    public long valueAt(long address) {
        return ring.recordAt(address);
    }

    /// How many bytes the record has that starts at `record`, as [#valueAt] or [#reserve] gave it.
    public long recordSize(long record) {
        return ring.length(record);
    }

    @Override
    long userLookup(long key, long value) {
        return Errno.ENOTSUPP.result();
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        return Errno.ENOTSUPP.result();
    }

    @Override
    long userDelete(long key) {
        return Errno.ENOTSUPP.result();
    }

    @Override
    public EventStream events() {
        checkOpen();
        return events;
    }

    /// {@inheritDoc} Who waits for records learns of it.
    @Override
    public void close() {
        super.close();
        RecordRing.READERS.wake();
    }
}
