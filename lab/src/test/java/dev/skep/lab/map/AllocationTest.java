package dev.skep.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.skep.host.BpfMap;
import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.map.MapFlags;
import dev.skep.map.MapOptions;
import dev.skep.map.PerfEventArrayMap;
import dev.skep.map.ProgramSide;
import dev.skep.map.RingBufferMap;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What programs do with maps leaves nothing to the garbage collector.
class AllocationTest {
    private static final int ROUNDS = 5_000;

    /// Warming up loads classes and links call sites, which allocate once.
    private static final int WARM_UP = 3_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final JvmMaps maps = new JvmMaps(MapOptions.defaults().withCpus(2));
    private final Block memory = new Block(4096);
    private final long key = memory.address();
    private final long value = memory.address() + 1024;

    @TestFactory
    Stream<DynamicTest> elementsComeAndGoWithoutAllocation() {
        return Stream.of(
                        MapDefinition.of("array", MapType.ARRAY, 4, 100, 64),
                        MapDefinition.of("cpus", MapType.PERCPU_ARRAY, 4, 100, 64),
                        MapDefinition.of("hash4", MapType.HASH, 4, 8, 64),
                        MapDefinition.of("hash8", MapType.HASH, 8, 1024, 64),
                        MapDefinition.of("hash13", MapType.HASH, 13, 3, 64),
                        MapDefinition.of("hash40", MapType.HASH, 40, 40, 64),
                        MapDefinition.of("lru", MapType.LRU_HASH, 16, 16, 64),
                        MapDefinition.of("cpuhash", MapType.PERCPU_HASH, 6, 200, 64),
                        MapDefinition.of("cpulru", MapType.LRU_PERCPU_HASH, 8, 8, 64),
                        MapDefinition.of("trie", MapType.LPM_TRIE, 8, 8, 64)
                                .withFlags(MapFlags.NO_PREALLOC),
                        MapDefinition.of("trie6", MapType.LPM_TRIE, 20, 80, 64)
                                .withFlags(MapFlags.NO_PREALLOC))
                .map(d -> DynamicTest.dynamicTest(d.name(), () -> comeAndGo(maps.create(d))));
    }

    /// More keys than entries: tables fill up, LRU tables evict, elements are replaced and removed.
    private void comeAndGo(JvmMap map) {
        ProgramSide side = map.programSide();
        boolean prefixes = map.definition().type() == MapType.LPM_TRIE;
        assertNothingAllocated(
                round -> {
                    int number = round * 7 % 100;
                    OffHeap.putInt(key, prefixes ? 1 + number % 32 : number);
                    OffHeap.putInt(key + 4, prefixes ? number * 0x9e37_79b9 : 0);
                    side.update(key, value, BpfMap.ANY, 0);
                    side.update(key, value, BpfMap.EXIST, 0);
                    side.lookup(key, 1);
                    if (round % 3 == 0) {
                        side.delete(key);
                    }
                });
    }

    @Test
    void sequencesAndFiltersTakeValuesWithoutAllocation() {
        for (MapType type : new MapType[] {MapType.QUEUE, MapType.STACK, MapType.BLOOM_FILTER}) {
            JvmMap map = maps.create(MapDefinition.of("values", type, 0, 24, 16));
            assertNothingAllocated(
                    round -> {
                        OffHeap.putLong(value, round);
                        map.push(value, BpfMap.ANY);
                        map.peek(value);
                        if (round % 2 == 0) {
                            map.pop(value);
                        }
                    });
        }
    }

    @Test
    void recordsAreSentWithoutAllocation() {
        RingBufferMap ring =
                (RingBufferMap) maps.create(MapDefinition.of("r", MapType.RINGBUF, 0, 0, 65_536));
        PerfEventArrayMap perf =
                (PerfEventArrayMap)
                        maps.create(MapDefinition.of("p", MapType.PERF_EVENT_ARRAY, 4, 4, 2));
        perf.events();
        assertNothingAllocated(
                round -> {
                    long record = ring.reserve(8 + round % 100, 0);
                    if (record != 0 && round % 2 == 0) {
                        RingBufferMap.submit(record, 0);
                    } else if (record != 0) {
                        RingBufferMap.discard(record);
                    }
                    ring.output(value, 100, 0);
                    ring.query(0);
                    perf.output(0xffff_ffffL, 1, value, 80, value, 20);
                });
        assertTrue(ring.events().lost() > 0, "the ring was to be full some time");
    }

    private interface Operation {
        void run(int round);
    }

    private static void assertNothingAllocated(Operation operation) {
        for (int round = 0; round < WARM_UP; round++) {
            operation.run(round);
        }
        long id = Thread.currentThread().threadId();
        long before = THREADS.getThreadAllocatedBytes(id);
        for (int round = 0; round < ROUNDS; round++) {
            operation.run(round);
        }
        long bytes = THREADS.getThreadAllocatedBytes(id) - before;
        assertEquals(0, bytes / ROUNDS, bytes + " bytes in " + ROUNDS + " rounds");
    }
}
