package dev.skep.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Random operations, against a model that is obviously right.
class MapModelTest {
    private static final int STEPS = 30_000;

    private final JvmMaps maps = new JvmMaps(MapOptions.defaults().withCpus(2));

    @Test
    void hashesHoldWhatAJavaMapHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JvmMap map = maps.create(MapDefinition.of("model", MapType.HASH, 4, 8, 700));
        Map<Integer, Long> model = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            int key = random.nextInt(1000);
            String place = "seed " + seed + ", step " + step;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    boolean fits = model.containsKey(key) || model.size() < 700;
                    assertEquals(fits, stores(map, ints(key), longs(step)), place);
                    if (fits) {
                        model.put(key, (long) step);
                    }
                }
                case 2 -> assertEquals(model.remove(key) != null, map.delete(ints(key)), place);
                default ->
                        assertEquals(
                                Optional.ofNullable(model.get(key)),
                                map.lookup(ints(key)).map(b -> wrap(b).getLong()),
                                place);
            }
        }
        assertEquals(model.keySet(), keys(map), "seed " + seed);
    }

    @Test
    void triesFindTheLongestPrefix() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        JvmMap map =
                maps.create(
                        MapDefinition.of("model", MapType.LPM_TRIE, 8, 8, 300)
                                .withFlags(MapFlags.NO_PREALLOC));
        Map<Prefix, Long> model = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            Prefix key = Prefix.random(random);
            String place = "seed " + seed + ", step " + step;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    boolean fits = model.containsKey(key) || model.size() < 300;
                    assertEquals(fits, stores(map, key.bytes(), longs(step)), place);
                    if (fits) {
                        model.put(key, (long) step);
                    }
                }
                case 2 -> assertEquals(model.remove(key) != null, map.delete(key.bytes()), place);
                default ->
                        assertEquals(
                                longest(model, key),
                                map.lookup(key.bytes()).map(b -> wrap(b).getLong()),
                                place);
            }
        }
        Set<Prefix> found = new HashSet<>();
        Optional<byte[]> key = map.nextKey(null);
        while (key.isPresent()) {
            assertTrue(found.add(Prefix.of(key.get())), "seed " + seed);
            key = map.nextKey(key.get());
        }
        assertEquals(model.keySet(), found, "seed " + seed);
    }

    @Test
    void anLruHashIsNeverFullAndNeverHoldsMoreThanItsEntries() {
        JvmMap map = maps.create(MapDefinition.of("model", MapType.LRU_HASH, 4, 8, 100));
        for (int key = 0; key < 10_000; key++) {
            map.update(ints(key), longs(key), BpfMap.ANY);
            assertEquals(
                    Optional.of((long) key), map.lookup(ints(key)).map(b -> wrap(b).getLong()));
        }
        assertEquals(100, keys(map).size());
    }

    @Test
    void aLargeHashTakesMemoryOnlyForWhatItHolds() {
        JvmMap map =
                new JvmMaps(new MapOptions(1, 1 << 20, 0))
                        .create(MapDefinition.of("model", MapType.HASH, 4, 64, 10_000_000));
        MapException full = null;
        int key = 0;
        while (full == null) {
            try {
                map.update(ints(key), new byte[64], BpfMap.ANY);
                key++;
            } catch (MapException e) {
                full = e;
            }
        }
        assertEquals(Errno.ENOMEM, full.errno());
        assertTrue(key > 5_000, key + " elements fit into a megabyte");
        assertEquals(key, keys(map).size());
    }

    private record Prefix(int address, int length) {
        static Prefix random(Random random) {
            int length = random.nextInt(33);
            int address = random.nextInt(8) << 29 | random.nextInt(16) << 4 | random.nextInt(4);
            return new Prefix(length == 0 ? 0 : address & -1 << 32 - length, length);
        }

        static Prefix of(byte[] key) {
            ByteBuffer buffer = wrap(key);
            int length = buffer.getInt();
            int address = buffer.order(ByteOrder.BIG_ENDIAN).getInt();
            return new Prefix(length == 0 ? 0 : address & -1 << 32 - length, length);
        }

        byte[] bytes() {
            ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
            buffer.putInt(length).order(ByteOrder.BIG_ENDIAN).putInt(address);
            return buffer.array();
        }

        boolean covers(Prefix other) {
            return length <= other.length
                    && (length == 0 || (address ^ other.address) >>> 32 - length == 0);
        }
    }

    private static Optional<Long> longest(Map<Prefix, Long> model, Prefix key) {
        return model.entrySet().stream()
                .filter(e -> e.getKey().covers(key))
                .max((a, b) -> Integer.compare(a.getKey().length, b.getKey().length))
                .map(Map.Entry::getValue);
    }

    private static boolean stores(JvmMap map, byte[] key, byte[] value) {
        try {
            map.update(key, value, BpfMap.ANY);
            return true;
        } catch (MapException e) {
            assertTrue(Set.of(Errno.E2BIG, Errno.ENOSPC).contains(e.errno()), e.getMessage());
            return false;
        }
    }

    private static Set<Integer> keys(JvmMap map) {
        Set<Integer> keys = new HashSet<>();
        Optional<byte[]> key = map.nextKey(null);
        while (key.isPresent()) {
            assertTrue(keys.add(wrap(key.get()).getInt()), "a key came twice");
            key = map.nextKey(key.get());
        }
        return keys;
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private static byte[] ints(int number) {
        return wrap(new byte[4]).putInt(number).array();
    }

    private static byte[] longs(long number) {
        return wrap(new byte[8]).putLong(number).array();
    }
}
