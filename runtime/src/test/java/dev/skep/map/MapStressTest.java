package dev.skep.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        int count = 0;
        for (Optional<byte[]> key = map.nextKey(null);
                key.isPresent();
                key = map.nextKey(key.get())) {
            count++;
        }
        assertEquals(THREADS * (1 + ROUNDS / 8), count);
    }

    @Test
    void anLruHashTakesWhatEveryThreadBrings() throws Exception {
        JvmMap map = maps.create(MapDefinition.of("stress", MapType.LRU_HASH, 4, 8, 100));
        together(
                thread -> {
                    try (Scratch scratch = new Scratch(16)) {
                        for (int round = 0; round < ROUNDS; round++) {
                            key(scratch.address(), 4, thread, round % 1000);
                            long value = scratch.address() + 8;
                            assertEquals(0, map.update(scratch.address(), value, BpfMap.ANY, 0));
                            map.lookup(scratch.address(), 0);
                        }
                    }
                });
        assertTrue(map.forEach(0, (_, _) -> 0) <= 100);
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
                            RingBufferMap.submit(record);
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
