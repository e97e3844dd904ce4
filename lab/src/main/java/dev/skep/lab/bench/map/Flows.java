package dev.skep.lab.bench.map;

import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.map.MapOptions;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.Random;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/// The keys that one thread goes round. Their memory is filled once, the same in every run.
@State(Scope.Thread)
public class Flows {
    /// How many flows there are.
    static final int COUNT = 10_000;

    /// A value of 16 bytes, whose first word is not 0.
    static final long VALUE = new Block(64).address();

    private static final Block WIDE = new Block(16L * COUNT);
    private static final Block NARROW = new Block(8L * COUNT);
    private static final Block UNKNOWN = new Block(16L * COUNT);

    static {
        Random random = new Random(1);
        OffHeap.putLong(VALUE, 1);
        for (int flow = 0; flow < COUNT; flow++) {
            long wide = WIDE.address() + 16L * flow;
            OffHeap.putInt(wide, 0x0a00_0000 | random.nextInt(1 << 16));
            OffHeap.putInt(wide + 4, 0xc0a8_0000 | random.nextInt(1 << 8));
            OffHeap.putShort(wide + 8, (short) flow);
            OffHeap.putShort(wide + 10, (short) 443);
            OffHeap.putInt(wide + 12, 6);
            OffHeap.putLong(NARROW.address() + 8L * flow, random.nextLong());
            OffHeap.putLong(UNKNOWN.address() + 16L * flow, random.nextLong());
            OffHeap.putLong(UNKNOWN.address() + 16L * flow + 8, random.nextLong());
        }
    }

    private static final JvmMaps MAPS = new JvmMaps(MapOptions.defaults().withCpus(2));

    private int first;
    private int step;
    private int flow;

    /// The thread's own CPU, below 2.
    int cpu;

    /// Gives this thread its part of the flows.
    @Setup
    public void start(ThreadParams thread) {
        first = thread.getThreadIndex();
        step = thread.getThreadCount();
        cpu = first % 2;
        flow = first;
    }

    static JvmMap create(MapDefinition definition) {
        return MAPS.create(definition);
    }

    /// The next flow's number.
    int next() {
        int now = flow;
        flow = now + step < COUNT ? now + step : first;
        return now;
    }

    /// The next flow's addresses, ports and protocol: 16 bytes.
    long wide() {
        return wide(next());
    }

    static long wide(int flow) {
        return WIDE.address() + 16L * flow;
    }

    /// The next flow as 8 bytes.
    long narrow() {
        return narrow(next());
    }

    static long narrow(int flow) {
        return NARROW.address() + 8L * flow;
    }

    /// 16 bytes that belong to no flow.
    long unknown() {
        return UNKNOWN.address() + 16L * next();
    }
}
