package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The buffer of one CPU that programs write records to with `bpf_perf_event_output`: a page with
/// positions, and a ring of data, as `include/uapi/linux/perf_event.h` has it. For one thread at a
/// time.
public final class PerfBuffer implements AutoCloseable {
    private static final int LOST = 2;
    private static final int SAMPLE = 9;
    private static final int HEADER = 8;
    private static final Layout PAGE = Layout.of("perf_event_mmap_page");
    private static final long HEAD = PAGE.offset("data_head");
    private static final long TAIL = PAGE.offset("data_tail");
    private static final VarHandle POSITION = JAVA_LONG.varHandle();

    private final int cpu;
    private final Descriptor event;
    private final Mapping mapping;
    private final long start;
    private final long size;
    private long lost;

    private PerfBuffer(int cpu, Descriptor event, Mapping mapping) {
        this.cpu = cpu;
        this.event = event;
        this.mapping = mapping;
        this.start = mapping.memory().get(JAVA_LONG, PAGE.offset("data_offset"));
        this.size = mapping.memory().get(JAVA_LONG, PAGE.offset("data_size"));
    }

    /// Opens the buffer of a CPU.
    ///
    /// @param pages of data, a power of two
    public static PerfBuffer open(int cpu, int pageSize, int pages) throws RefusedCall {
        Descriptor event = PerfEvent.output(cpu);
        try {
            long bytes = (long) pageSize * (1 + pages);
            return new PerfBuffer(cpu, event, Mapping.writable(event, 0, bytes));
        } catch (RefusedCall e) {
            event.close();
            throw e;
        }
    }

    /// Whose it is.
    public int cpu() {
        return cpu;
    }

    /// What stands for it in a perf-event array.
    public Descriptor event() {
        return event;
    }

    /// How many records found no room, as far as the buffer has told by now.
    public long lost() {
        return lost;
    }

    /// The next record, with the padding that the kernel adds; empty if there is none.
    ///
    /// @throws IllegalStateException if it is closed
    public Optional<byte[]> poll() {
        MemorySegment memory = mapping.memory();
        long tail = (long) POSITION.getOpaque(memory, TAIL);
        while (tail < (long) POSITION.getAcquire(memory, HEAD)) {
            ByteBuffer header = bytes(tail, HEADER);
            int type = header.getInt();
            header.getShort();
            int length = Short.toUnsignedInt(header.getShort());
            ByteBuffer body = bytes(tail + HEADER, length - HEADER);
            tail += length;
            POSITION.setRelease(memory, TAIL, tail);
            if (type == LOST) {
                lost += body.getLong(Long.BYTES);
            } else if (type == SAMPLE) {
                byte[] data = new byte[body.getInt()];
                body.get(data);
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    /// A copy of bytes of the ring, which may go round its end.
    private ByteBuffer bytes(long position, int length) {
        byte[] copy = new byte[length];
        long at = position & size - 1;
        int first = (int) Math.min(length, size - at);
        MemorySegment memory = mapping.memory();
        MemorySegment.copy(memory, JAVA_BYTE, start + at, copy, 0, first);
        MemorySegment.copy(memory, JAVA_BYTE, start, copy, first, length - first);
        return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        mapping.close();
        event.close();
    }
}
