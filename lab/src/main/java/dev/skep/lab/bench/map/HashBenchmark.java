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

/// Hash maps that hold all flows, with values of 16 bytes.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HashBenchmark {
    private static final ProgramSide WIDE =
            Flows.create(MapDefinition.of("wide", MapType.HASH, 16, 16, Flows.COUNT)).programSide();
    private static final ProgramSide NARROW =
            Flows.create(MapDefinition.of("narrow", MapType.HASH, 8, 16, Flows.COUNT))
                    .programSide();

    static {
        for (int flow = 0; flow < Flows.COUNT; flow++) {
            WIDE.update(Flows.wide(flow), Flows.VALUE, BpfMap.ANY, 0);
            NARROW.update(Flows.narrow(flow), Flows.VALUE, BpfMap.ANY, 0);
        }
    }

    /// Finds a key of 16 bytes.
    @Benchmark
    public long lookUp16(Flows flows) {
        return WIDE.lookup(flows.wide(), flows.cpu);
    }

    /// Finds a key of 8 bytes.
    @Benchmark
    public long lookUp8(Flows flows) {
        return NARROW.lookup(flows.narrow(), flows.cpu);
    }

    /// Does not find a key of 16 bytes.
    @Benchmark
    public long miss16(Flows flows) {
        return WIDE.lookup(flows.unknown(), flows.cpu);
    }

    /// Replaces the element under a key of 16 bytes.
    @Benchmark
    public long replace16(Flows flows) {
        return WIDE.update(flows.wide(), Flows.VALUE, BpfMap.ANY, flows.cpu);
    }

    /// Replaces the element under a key of 8 bytes.
    @Benchmark
    public long replace8(Flows flows) {
        return NARROW.update(flows.narrow(), Flows.VALUE, BpfMap.ANY, flows.cpu);
    }

    /// Removes a key of 16 bytes and brings it back: two operations.
    @Benchmark
    public long removeAndInsert16(Flows flows) {
        long key = flows.wide();
        return WIDE.delete(key) + WIDE.update(key, Flows.VALUE, BpfMap.NO_EXIST, flows.cpu);
    }
}
