package dev.skep.map;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.host.MapException;
import dev.skep.host.RingProducer;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.memory.SpinWord;
import dev.skep.program.MapDefinition;
import java.util.function.BooleanSupplier;

/// `BPF_MAP_TYPE_USER_RINGBUF`: records from user space to programs
/// (`Documentation/bpf/ringbuf.rst` has the protocol of ring buffers; here the roles are swapped).
/// What stands in the ring comes from user space and is not believed: a length or position that
/// cannot be ends the drain.
public final class UserRingBufferMap extends JvmMap {
    /// How many records one drain looks at, at the most: `BPF_MAX_USER_RINGBUF_SAMPLES`.
    private static final int MOST_RECORDS = 128 * 1024;

    private static final long NO_WAKE_UP = 1;
    private static final long FORCE_WAKE_UP = 2;

    /// Each has a cache line of its own.
    private static final long LINE = 64;

    private final long size;
    private final Block data;
    private final Block words = new Block(4 * LINE, LINE);
    private final long readers = words.address();
    private final long writers = words.address() + LINE;
    private final long busy = words.address() + 2 * LINE;
    private final long dynptr = words.address() + 3 * LINE;
    private final Sleepers senders = new Sleepers();
    private final RingProducer sink;

    UserRingBufferMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
        size = Integer.toUnsignedLong(definition.maxEntries());
        data = new Block(2 * size);
        sink =
                new RingProducer(
                        new Owner(),
                        words.view(readers, Long.BYTES),
                        words.view(writers, Long.BYTES),
                        data.view(data.address(), 2 * size),
                        size);
    }

    /// Sees one record.
    @FunctionalInterface
    public interface Visitor {
        /// @param dynptr the address of 16 bytes for a dynptr, which are the drain's own
        /// @param record the address of the record's data
        /// @param size of the data in bytes
        /// @return 0 to go on
        long visit(long dynptr, long record, int size);
    }

    /// What `bpf_user_ringbuf_drain` does: hands records to `visitor` in their order, until it
    /// answers other than 0, none is finished, or 131,072 were seen.
    ///
    /// @param flags `BPF_RB_NO_WAKEUP`, `BPF_RB_FORCE_WAKEUP`
    /// @return how many records it was handed; or negated: `EINVAL` for other flags, and for
    ///   positions and lengths that cannot be, `EBUSY` if somebody else drains, `E2BIG` for a
    ///   record that is larger than the ring or than 16 MiB
    public long drain(long flags, Visitor visitor) {
        if ((flags & ~(NO_WAKE_UP | FORCE_WAKE_UP)) != 0) {
            return Errno.EINVAL.result();
        }
        if (!SpinWord.tryAcquire(busy)) {
            return Errno.EBUSY.result();
        }
        long before = OffHeap.getLong(readers);
        try {
            return drain(visitor);
        } finally {
            boolean freed = OffHeap.getLong(readers) != before;
            SpinWord.release(busy);
            if ((flags & FORCE_WAKE_UP) != 0 || (flags & NO_WAKE_UP) == 0 && freed) {
                senders.wake();
            }
        }
    }

    private long drain(Visitor visitor) {
        long handed = 0;
        long stop = 0;
        for (int i = 0; i < MOST_RECORDS && stop == 0; i++) {
            long end = OffHeap.getLongAcquire(writers);
            long at = OffHeap.getLong(readers);
            if (end % Long.BYTES != 0) {
                return Errno.EINVAL.result();
            }
            if (at >= end) {
                break;
            }
            long record = data.address() + (at & size - 1);
            int header = OffHeap.getIntAcquire(record);
            int length = header & ~(RingProducer.BUSY | RingProducer.DISCARDED);
            long room = RingProducer.room(length);
            if (room > end - at) {
                return Errno.EINVAL.result();
            }
            if (room > size || length > RingProducer.LARGEST) {
                return Errno.E2BIG.result();
            }
            if ((header & RingProducer.DISCARDED) == 0) {
                if (header < 0) {
                    break;
                }
                stop = visitor.visit(dynptr, record + RingProducer.HEADER, length);
                handed++;
            }
            OffHeap.putLongRelease(readers, at + room);
        }
        return handed;
    }

    /// Where the data is.
    long dataAddress() {
        return data.address();
    }

    /// Where the writers' position stands.
    long writersAddress() {
        return writers;
    }

    /// How far it was read.
    long read() {
        return OffHeap.getLongAcquire(readers);
    }

    @Override
    public EventSink sink() {
        checkOpen();
        return sink;
    }

    /// {@inheritDoc} Who waits for room learns of it.
    @Override
    public void close() {
        super.close();
        senders.wake();
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

    private final class Owner implements RingProducer.Owner {
        @Override
        public MapException tooLarge(int length) {
            return new MapException(
                    Errno.E2BIG,
                    Diagnostic.of(
                                    MapCode.REFUSED,
                                    "a record of %d bytes never fits: the ring has %d, and 8 go to each record"
                                            .formatted(length, size))
                            .at(Refusal.place(definition()))
                            .fix("send smaller records, or raise max_entries."));
        }

        @Override
        public void demandOpen() {
            checkOpen();
        }

        @Override
        public void awaitRoom(BooleanSupplier room, long nanos) {
            senders.await(room, nanos);
        }
    }
}
