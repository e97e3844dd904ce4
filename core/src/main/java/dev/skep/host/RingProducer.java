package dev.skep.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The sending side of a user ring buffer in shared memory, the same for every host: two positions
/// that only grow, and the data, mapped twice one behind the other so that every record is in one
/// piece. A record is a header of 8 bytes, whose first four are its length and two bits, and its
/// data, padded to a multiple of 8 (`Documentation/bpf/ringbuf.rst`, `include/uapi/linux/bpf.h`).
public final class RingProducer implements EventSink {
    /// In a header: the record is not finished.
    public static final int BUSY = 1 << 31;

    /// In a header: the record is to be skipped.
    public static final int DISCARDED = 1 << 30;

    /// The size of a header.
    public static final int HEADER = 8;

    /// The largest record that programs can look at, in bytes.
    public static final int LARGEST = (1 << 24) - 1;

    private static final VarHandle POSITION = JAVA_LONG.varHandle();
    private static final VarHandle LENGTH = JAVA_INT.varHandle();

    /// What the host knows.
    public interface Owner {
        /// Does nothing as long as the map is open.
        ///
        /// @throws MapException `EBADF` if it is closed
        void demandOpen();

        /// What a record of `size` bytes is refused with, which never has room.
        MapException tooLarge(int size);

        /// Waits until there is room, or may be.
        ///
        /// @param room whether there is now
        /// @param nanos how long at the most
        /// @throws MapException if the map is closed
        void awaitRoom(BooleanSupplier room, long nanos);
    }

    private final Owner owner;
    private final MemorySegment readers;
    private final MemorySegment writers;
    private final MemorySegment data;
    private final long size;

    /// A sender.
    ///
    /// @param readers where the readers' position stands, 8 bytes; may be read-only
    /// @param writers where the writers' position stands, 8 bytes
    /// @param data twice `size` bytes
    /// @param size of the ring, a power of two
    public RingProducer(
            Owner owner,
            MemorySegment readers,
            MemorySegment writers,
            MemorySegment data,
            long size) {
        this.owner = owner;
        this.readers = readers;
        this.writers = writers;
        this.data = data;
        this.size = size;
    }

    /// How many bytes of the ring a record takes whose data has `length`.
    public static long room(int length) {
        return (long) length + HEADER + HEADER - 1 & -HEADER;
    }

    @Override
    public synchronized Optional<Reservation> reserve(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("a record of %d bytes".formatted(length));
        }
        long room = room(length);
        if (room > size || length > LARGEST) {
            throw owner.tooLarge(length);
        }
        owner.demandOpen();
        try {
            if (!roomFor(room)) {
                return Optional.empty();
            }
            long start = (long) POSITION.get(writers, 0L);
            long header = start & size - 1;
            data.set(JAVA_INT, header + Integer.BYTES, 0);
            data.set(JAVA_INT, header, length | BUSY);
            POSITION.setRelease(writers, 0L, start + room);
            return Optional.of(new Record(header, length));
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    private boolean roomFor(long room) {
        long start = (long) POSITION.getAcquire(writers, 0L);
        return room <= size - (start - (long) POSITION.getAcquire(readers, 0L));
    }

    /// What is thrown when the memory went away under an operation.
    private IllegalStateException closedMeanwhile(IllegalStateException gone) {
        owner.demandOpen();
        return gone;
    }

    @Override
    public Optional<Reservation> reserve(int length, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        Optional<Reservation> record = reserve(length);
        long left = end - System.nanoTime();
        while (record.isEmpty() && left > 0) {
            owner.awaitRoom(() -> hasRoom(room(length)), left);
            record = reserve(length);
            left = end - System.nanoTime();
        }
        return record;
    }

    private boolean hasRoom(long room) {
        owner.demandOpen();
        try {
            return roomFor(room);
        } catch (IllegalStateException e) {
            throw closedMeanwhile(e);
        }
    }

    private final class Record implements Reservation {
        private final long header;
        private final int length;
        private final MemorySegment memory;
        private final AtomicBoolean finished = new AtomicBoolean();

        Record(long header, int length) {
            this.header = header;
            this.length = length;
            this.memory = data.asSlice(header + HEADER, length);
        }

        @Override
        public MemorySegment memory() {
            return memory;
        }

        @Override
        public void submit() {
            finish(length);
        }

        @Override
        public void discard() {
            finish(length | DISCARDED);
        }

        private void finish(int word) {
            if (finished.compareAndSet(false, true)) {
                owner.demandOpen();
                try {
                    LENGTH.setRelease(data, header, word);
                } catch (IllegalStateException e) {
                    throw closedMeanwhile(e);
                }
            }
        }
    }
}
