package dev.skep.lab.bench.map;

import dev.skep.host.BpfMap;
import dev.skep.map.ProgramSide;
import dev.skep.memory.Block;
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

/// Arrays with a value of 16 bytes for every flow.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ArrayBenchmark {
    private static final ProgramSide ARRAY =
            Flows.create(MapDefinition.of("array", MapType.ARRAY, 4, 16, Flows.COUNT))
                    .programSide();
    private static final ProgramSide CPUS =
            Flows.create(MapDefinition.of("cpus", MapType.PERCPU_ARRAY, 4, 16, Flows.COUNT))
                    .programSide();
    private static final Block INDICES = new Block(4L * Flows.COUNT);

    static {
        for (int flow = 0; flow < Flows.COUNT; flow++) {
            OffHeap.putInt(index(flow), flow);
        }
    }

    private static long index(int flow) {
        return INDICES.address() + 4L * flow;
    }

    /// Finds the value of an index.
    @Benchmark
    public long lookUp(Flows flows) {
        return ARRAY.lookup(index(flows.next()), flows.cpu);
    }

    /// Finds the value of an index for a CPU.
    @Benchmark
    public long lookUpPerCpu(Flows flows) {
        return CPUS.lookup(index(flows.next()), flows.cpu);
    }

    /// Writes the value of an index for a CPU.
    @Benchmark
    public long updatePerCpu(Flows flows) {
        return CPUS.update(index(flows.next()), Flows.VALUE, BpfMap.ANY, flows.cpu);
    }
}
