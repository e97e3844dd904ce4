package dev.skep.lab.bench.map;

import dev.skep.host.BpfMap;
import dev.skep.map.MapFlags;
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

/// Tries of IPv4 networks of 8 to 32 bits; addresses that lie in one of them.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LpmBenchmark {
    private static final ProgramSide FEW = networks(1_000);
    private static final ProgramSide MANY = networks(Flows.COUNT);

    private static ProgramSide networks(int count) {
        MapDefinition definition =
                MapDefinition.of("trie", MapType.LPM_TRIE, 8, 16, count)
                        .withFlags(MapFlags.NO_PREALLOC);
        ProgramSide trie = Flows.create(definition).programSide();
        Block key = new Block(8);
        for (int flow = 0; flow < count; flow++) {
            int length = 8 + flow % 25;
            int mask = Integer.reverseBytes(-1 << 32 - length);
            OffHeap.putInt(key.address(), length);
            OffHeap.putInt(key.address() + 4, OffHeap.getInt(Addresses.of(flow) + 4) & mask);
            trie.update(key.address(), Flows.VALUE, BpfMap.ANY, 0);
        }
        return trie;
    }

    /// Every flow's address as a key: 32 bits.
    private static final class Addresses {
        private static final Block KEYS = new Block(8L * Flows.COUNT);

        static {
            for (int flow = 0; flow < Flows.COUNT; flow++) {
                OffHeap.putInt(of(flow), 32);
                OffHeap.putInt(of(flow) + 4, OffHeap.getInt(Flows.narrow(flow)));
            }
        }

        static long of(int flow) {
            return KEYS.address() + 8L * flow;
        }
    }

    /// Finds an address among 1,000 networks.
    @Benchmark
    public long lookUpInFew(Flows flows) {
        return FEW.lookup(Addresses.of(flows.next()), flows.cpu);
    }

    /// Finds an address among 10,000 networks.
    @Benchmark
    public long lookUpInMany(Flows flows) {
        return MANY.lookup(Addresses.of(flows.next()), flows.cpu);
    }
}
