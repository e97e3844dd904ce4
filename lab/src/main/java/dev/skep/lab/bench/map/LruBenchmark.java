package dev.skep.lab.bench.map;

import dev.skep.host.BpfMap;
import dev.skep.map.ProgramSide;
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

/// LRU hash maps: one that holds all flows, and one with room for half of them.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LruBenchmark {
    private static final ProgramSide LARGE =
            Flows.create(MapDefinition.of("large", MapType.LRU_HASH, 16, 16, Flows.COUNT))
                    .programSide();
    private static final ProgramSide SMALL =
            Flows.create(MapDefinition.of("small", MapType.LRU_HASH, 16, 16, Flows.COUNT / 2))
                    .programSide();

    static {
        for (int flow = 0; flow < Flows.COUNT; flow++) {
            LARGE.update(Flows.wide(flow), Flows.VALUE, BpfMap.ANY, 0);
        }
    }

    /// Finds a key.
    @Benchmark
    public long lookUp(Flows flows) {
        return LARGE.lookup(flows.wide(), flows.cpu);
    }

    /// Inserts a key for which another has to go.
    @Benchmark
    public long evict(Flows flows) {
        return SMALL.update(flows.wide(), Flows.VALUE, BpfMap.ANY, flows.cpu);
    }
}
