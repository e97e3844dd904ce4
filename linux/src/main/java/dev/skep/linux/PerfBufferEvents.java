package dev.skep.linux;

import dev.skep.host.BpfMap;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.PerfBuffer;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The records of a perf-event array: a buffer for each running CPU that the array has an element
/// for, opened and put into the array when somebody first asks.
final class PerfBufferEvents extends EventSource {
    /// Pages of data for each CPU.
    private static final int PAGES = 64;

    private final List<PerfBuffer> buffers;

    private PerfBufferEvents(KernelMap map, List<PerfBuffer> buffers) {
        super(map);
        this.buffers = List.copyOf(buffers);
    }

    static PerfBufferEvents open(KernelMap map) throws RefusedCall {
        MapDefinition definition = map.definition();
        List<PerfBuffer> buffers = new ArrayList<>();
        try {
            for (int cpu : Machine.onlineCpus()) {
                if (Integer.compareUnsigned(cpu, definition.maxEntries()) < 0) {
                    PerfBuffer buffer = PerfBuffer.open(cpu, Machine.pageSize(), PAGES);
                    buffers.add(buffer);
                    put(map.descriptor(), cpu, buffer.event());
                }
            }
            return new PerfBufferEvents(map, buffers);
        } catch (RefusedCall e) {
            buffers.forEach(PerfBuffer::close);
            throw e;
        }
    }

    private static void put(Descriptor map, int cpu, Descriptor event) throws RefusedCall {
        new MapElements(map).update(number(cpu), number(event.number()), BpfMap.ANY);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    @Override
    public synchronized Optional<Event> poll() {
        try {
            for (PerfBuffer buffer : buffers) {
                Optional<byte[]> data = buffer.poll();
                if (data.isPresent()) {
                    return Optional.of(new Event(buffer.cpu(), data.get()));
                }
            }
            return Optional.empty();
        } catch (IllegalStateException e) {
            throw closed();
        }
    }

    /// As many as the buffers told of so far: they do so among the records, when there is room
    /// again.
    @Override
    public synchronized long lost() {
        return buffers.stream().mapToLong(PerfBuffer::lost).sum();
    }

    @Override
    List<Descriptor> readable() {
        return buffers.stream().map(PerfBuffer::event).toList();
    }

    @Override
    void release() {
        buffers.forEach(PerfBuffer::close);
    }
}
