package dev.skep.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Mapping;
import dev.skep.linux.sys.RefusedCall;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/// The records of a ring buffer in the kernel (`Documentation/bpf/ringbuf.rst`): one page with the
/// readers' position, one with the writers', and the data, mapped twice one after the other, so
/// that every record is in one piece.
final class RingBufferEvents extends EventSource {
    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER = 8;
    private static final VarHandle POSITION = JAVA_LONG.varHandle();
    private static final VarHandle LENGTH = JAVA_INT.varHandle();

    private final Mapping readers;
    private final Mapping writers;
    private final long page;
    private final long mask;

    private RingBufferEvents(KernelMap map, Mapping readers, Mapping writers, long page) {
        super(map);
        this.readers = readers;
        this.writers = writers;
        this.page = page;
        this.mask = Integer.toUnsignedLong(map.definition().maxEntries()) - 1;
    }

    static RingBufferEvents open(KernelMap map) throws RefusedCall {
        Descriptor descriptor = map.descriptor();
        long page = Machine.pageSize();
        long size = page + 2 * Integer.toUnsignedLong(map.definition().maxEntries());
        Mapping readers = Mapping.writable(descriptor, 0, page);
        try {
            return new RingBufferEvents(
                    map, readers, Mapping.readable(descriptor, page, size), page);
        } catch (RefusedCall e) {
            readers.close();
            throw e;
        }
    }

    @Override
    public synchronized Optional<Event> poll() {
        try {
            MemorySegment read = readers.memory();
            MemorySegment written = writers.memory();
            long position = (long) POSITION.getAcquire(read, 0L);
            while (position < (long) POSITION.getAcquire(written, 0L)) {
                long at = page + (position & mask);
                int header = (int) LENGTH.getAcquire(written, at);
                if ((header & BUSY) != 0) {
                    return Optional.empty();
                }
                int length = header & ~DISCARDED;
                byte[] data =
                        (header & DISCARDED) != 0
                                ? null
                                : written.asSlice(at + HEADER, length).toArray(JAVA_BYTE);
                position += length + HEADER + HEADER - 1 & -HEADER;
                POSITION.setRelease(read, 0L, position);
                if (data != null) {
                    return Optional.of(new Event(0, data));
                }
            }
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw closed();
        }
    }

    /// 0: the kernel tells the program that there is no room, and nobody else.
    @Override
    public long lost() {
        return 0;
    }

    @Override
    List<Descriptor> readable() {
        return List.of(map().descriptor());
    }

    @Override
    void release() {
        readers.close();
        writers.close();
    }
}
