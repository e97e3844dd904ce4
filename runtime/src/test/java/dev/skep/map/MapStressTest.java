package dev.skep.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many threads on the program side of one map, each with a fixed amount of work.
class MapStressTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final int CHURNED = 64;

    private final JvmMaps maps = new JvmMaps(MapOptions.defaults().withCpus(THREADS));

    @Test
    void keysThatStayInAHashAreAlwaysFound() throws Exception {
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.HASH, 4, 8, 100_000));
        staysFound(map, 4);
    }

    @Test
    void prefixesThatStayInATrieAreAlwaysFound() throws Exception {
        JvmMap map =
                maps.create(
                        MapDefinition.of("stress", MapType.LPM_TRIE, 8, 8, 100_000)
                                .withFlags(MapFlags.NO_PREALLOC));
        staysFound(map, 8);
    }

    /// Key 0 of each thread stays and is replaced; the others come and go, while more are added.
    private static void staysFound(JvmMap map, int keySize) throws Exception {
        together(
                thread -> {
                    try (Scratch scratch = new Scratch(16)) {
                        long key = scratch.address();
                        long value = key + 8;
                        for (int round = 0; round < ROUNDS; round++) {
                            OffHeap.putLong(value, round);
                            key(key, keySize, thread, 0);
                            assertEquals(0, map.update(key, value, BpfMap.ANY, 0));
                            key(key, keySize, thread, 1 + round % CHURNED);
                            assertEquals(0, map.update(key, value, BpfMap.ANY, 0));
                            assertNotEquals(0, map.lookup(key, 0));
                            assertEquals(0, map.delete(key));
                            key(key, keySize, thread, 0);
                            assertNotEquals(0, map.lookup(key, 0), "round " + round);
                            if (round % 8 == 0) {
                                key(key, keySize, thread, 1_000 + round);
                                assertEquals(0, map.update(key, value, BpfMap.NO_EXIST, 0));
                            }
                        }
                    }
                });
        assertEquals(THREADS * (1 + ROUNDS / 8), keys(map));
    }

    /// A table grows from its first lines to many times as many, while pointers to its values are
    /// held: a value that is never replaced never moves.
    @Test
    void valuesStayWhereTheyAreWhileAHashGrows() throws Exception {
        int each = 40_000;
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.HASH, 8, 8, THREADS * each));
        ProgramSide side = map.programSide();
        together(
                thread -> {
                    try (Scratch scratch = new Scratch(16)) {
                        long key = scratch.address();
                        long value = key + 8;
                        long[] held = new long[each];
                        for (int round = 0; round < each; round++) {
                            OffHeap.putLong(key, (long) thread << 32 | round);
                            OffHeap.putLong(value, ~round);
                            assertEquals(0, side.update(key, value, BpfMap.NO_EXIST, 0));
                            held[round] = side.lookup(key, 0);
                        }
                        for (int round = 0; round < each; round++) {
                            OffHeap.putLong(key, (long) thread << 32 | round);
                            assertEquals(held[round], side.lookup(key, 0));
                            assertEquals(~round, OffHeap.getLong(held[round]));
                        }
                    }
                });
        assertEquals(THREADS * each, map.forEach(0, (_, _) -> 0));
        assertEquals(THREADS * each, keys(map));
    }

    /// Every thread has keys of its own, in a table that is nearly full, so that elements wander
    /// between threads: each finds its keys, with the values that it stored, and no others.
    @Test
    void keysOfSixteenBytesAreNeverMistakenForOthers() throws Exception {
        long seed = System.nanoTime();
        int most = 48;
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.HASH, 16, 16, most));
        ProgramSide side = map.programSide();
        int[] kept = new int[THREADS];
        together(
                thread -> {
                    Random random = new Random(seed + thread);
                    try (Scratch scratch = new Scratch(32)) {
                        long key = scratch.address();
                        long value = key + 16;
                        boolean[] there = new boolean[16];
                        for (int round = 0; round < 4 * ROUNDS; round++) {
                            int mine = random.nextInt(16);
                            wideKey(key, thread, mine);
                            wideKey(value, thread, mine);
                            String place = "seed " + seed + ", thread " + thread + ", " + round;
                            switch (random.nextInt(3)) {
                                case 0 -> {
                                    long result = side.update(key, value, BpfMap.ANY, 0);
                                    boolean full = result == Errno.E2BIG.result();
                                    assertTrue(result == 0 || full && !there[mine], place);
                                    there[mine] |= result == 0;
                                }
                                case 1 -> {
                                    long result = side.delete(key);
                                    assertEquals(there[mine], result == 0, place);
                                    there[mine] = false;
                                }
                                default -> {
                                    long found = side.lookup(key, 0);
                                    assertEquals(there[mine], found != 0, place);
                                    boolean same = found == 0 || OffHeap.equal(found, key, 16);
                                    assertTrue(same, place);
                                }
                            }
                        }
                        for (boolean one : there) {
                            kept[thread] += one ? 1 : 0;
                        }
                    }
                });
        assertEquals(IntStream.of(kept).sum(), keys(map), "seed " + seed);
        assertEquals(keys(map), fill(map, most), "seed " + seed);
    }

    /// Adds keys of nobody until the map is full, and says how many it held before.
    private static int fill(JvmMap map, int most) {
        try (Scratch scratch = new Scratch(32)) {
            int added = 0;
            wideKey(scratch.address(), THREADS, added);
            while (map.update(scratch.address(), scratch.address(), BpfMap.ANY, 0) == 0) {
                added++;
                wideKey(scratch.address(), THREADS, added);
            }
            return most - added;
        }
    }

    private static void wideKey(long at, int thread, int number) {
        OffHeap.putLong(at, (long) number << 32 | thread);
        OffHeap.putLong(at + 8, (long) thread << 32 | number);
    }

    @Test
    void anLruHashTakesWhatEveryThreadBrings() throws Exception {
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.LRU_HASH, 4, 8, 100));
        underPressure(map);
        assertEquals(100, keys(map));
    }

    @Test
    void aPerCpuLruHashTakesWhatEveryThreadBrings() throws Exception {
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.LRU_PERCPU_HASH, 4, 8, 100));
        underPressure(map);
        assertEquals(100, keys(map));
    }

    private static void underPressure(JvmMap map) throws Exception {
        ProgramSide side = map.programSide();
        together(
                thread -> {
                    try (Scratch scratch = new Scratch(16)) {
                        for (int round = 0; round < ROUNDS; round++) {
                            key(scratch.address(), 4, thread, round % 1000);
                            long value = scratch.address() + 8;
                            assertEquals(
                                    0, side.update(scratch.address(), value, BpfMap.ANY, thread));
                            side.lookup(scratch.address(), thread);
                            if (round % 50 == 0) {
                                side.delete(scratch.address());
                            }
                        }
                        for (int round = 0; round < 100; round++) {
                            key(scratch.address(), 4, thread, round);
                            long value = scratch.address() + 8;
                            assertEquals(
                                    0, side.update(scratch.address(), value, BpfMap.ANY, thread));
                        }
                    }
                });
    }

    /// Virtual threads may lose their carrier while they wait for a lock, but not while they hold
    /// it.
    @Test
    void manyVirtualThreadsShareAFewKeys() throws Exception {
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.HASH, 4, 8, 8));
        ProgramSide side = map.programSide();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int thread = i;
                running.add(threads.submit(() -> share(side, thread)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertEquals(0, keys(map));
    }

    private static void share(ProgramSide side, int thread) {
        try (Scratch scratch = new Scratch(16)) {
            for (int round = 0; round < 200; round++) {
                OffHeap.putInt(scratch.address(), (thread + round) % 8);
                side.update(scratch.address(), scratch.address() + 8, BpfMap.ANY, 0);
                Thread.yield();
                side.delete(scratch.address());
            }
        }
    }

    private static int keys(JvmMap map) {
        int count = 0;
        for (Optional<byte[]> key = map.nextKey(null);
                key.isPresent();
                key = map.nextKey(key.get())) {
            count++;
        }
        return count;
    }

    @Test
    void aRingBufferDeliversEveryRecordWholeAndInItsProducersOrder() throws Exception {
        RingBufferMap ring =
                (RingBufferMap) maps.create(MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 4096));
        EventStream events = ring.events();
        long[] next = new long[THREADS];
        together(
                thread -> {
                    if (thread == 0) {
                        drain(events, next);
                        return;
                    }
                    for (long number = 0; number < ROUNDS; number++) {
                        long size = 16 + number % 5 * 4;
                        long record = ring.reserve(size, 0);
                        while (record == 0) {
                            Thread.onSpinWait();
                            record = ring.reserve(size, 0);
                        }
                        OffHeap.putLong(record, thread);
                        OffHeap.putLong(record + 8, number);
                        if (number % 7 == 3) {
                            RingBufferMap.discard(record);
                        } else {
                            RingBufferMap.submit(record, 0);
                        }
                    }
                });
        assertEquals(Optional.empty(), events.poll());
    }

    private static void drain(EventStream events, long[] next) {
        int finished = 0;
        while (finished < THREADS - 1) {
            Optional<EventStream.Event> event = events.poll();
            if (event.isEmpty()) {
                Thread.onSpinWait();
                continue;
            }
            try (Scratch copy = new Scratch(event.get().data().length)) {
                OffHeap.put(event.get().data(), copy.address());
                int thread = (int) OffHeap.getLong(copy.address());
                long number = OffHeap.getLong(copy.address() + 8);
                long expected = next[thread] % 7 == 3 ? next[thread] + 1 : next[thread];
                assertEquals(expected, number);
                assertEquals(16 + number % 5 * 4, event.get().data().length);
                next[thread] = number + 1;
                finished += number == ROUNDS - 1 ? 1 : 0;
            }
        }
    }

    private static void key(long at, int size, int thread, int number) {
        int word = thread << 24 | number;
        if (size == 8) {
            OffHeap.putInt(at, 32);
            OffHeap.putInt(at + 4, Integer.reverseBytes(word));
        } else {
            OffHeap.putInt(at, word);
        }
    }

    private interface Work {
        void run(int thread);
    }

    private static void together(Work work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> work.run(thread)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
