package dev.skep.lab.bench.map;

import dev.skep.map.RingBufferMap;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/// A ring buffer of 64 KiB that all threads write to; whoever finds it full empties it.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RingBufferBenchmark {
    private static final RingBufferMap RING =
            (RingBufferMap)
                    Flows.create(MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 64 * 1024));

    /// Reserves a record of 16 bytes, fills and submits it, and reads it in its turn.
    @Benchmark
    public long sendAndReceive(Flows flows) {
        long record = RING.reserve(16, 0);
        if (record == 0) {
            empty();
            return 0;
        }
        OffHeap.putLong(record, flows.cpu);
        RingBufferMap.submit(record, 0);
        return record;
    }

    private static void empty() {
        var events = RING.events();
        while (events.poll().isPresent()) {
            continue;
        }
    }
}
