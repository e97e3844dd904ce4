package dev.skep.lab.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.lab.shared.Shared.Engine;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.typed.TypedMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Maps as Java values, many elements at a time.
class TypedBatchesTest {
    record Counter(long packets, int bytes) {}

    private static final int COUNT = 1_000;

    @ParameterizedTest
    @EnumSource
    void elementsComeAndGoInBatches(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            BpfMap map = shared.host().createMap(hash(MapType.HASH, COUNT));
            TypedMap<Integer, Counter> counters = TypedMap.of(map, Integer.class, Counter.class);
            Map<Integer, Counter> expected =
                    IntStream.range(0, COUNT)
                            .boxed()
                            .collect(Collectors.toMap(i -> i, i -> new Counter(-i, i)));
            counters.putAll(expected);
            assertEquals(expected, collected(counters.entries(64)));
            assertEquals(expected, collected(counters.entries()));
            assertEquals(500, counters.removeAll(IntStream.range(-500, 500).boxed().toList()));
            assertEquals(new Counter(-500, 500), counters.get(500).orElseThrow());
            assertEquals(500, collected(counters.takeAll(100)).size());
            assertEquals(0, counters.keys().count());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFindsNoRoomIsRefusedAndTheRestIsThere(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            BpfMap map = shared.host().createMap(hash(MapType.HASH, 10));
            TypedMap<Integer, Counter> counters = TypedMap.of(map, Integer.class, Counter.class);
            Map<Integer, Counter> many = new TreeMap<>();
            IntStream.range(0, 12).forEach(i -> many.put(i, new Counter(i, i)));
            MapException e = assertThrows(MapException.class, () -> counters.putAll(many));
            assertEquals(Errno.E2BIG, e.errno());
            assertEquals(
                    IntStream.range(0, 10).boxed().toList(), counters.keys().sorted().toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfEachCpuComeInBatchesToo(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            for (MapType type : List.of(MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH)) {
                BpfMap map = shared.host().createMap(hash(type, COUNT));
                TypedMap<Integer, List<Counter>> counters =
                        TypedMap.perCpu(map, Integer.class, Counter.class);
                int cpus = map.batches(1).hasNext() ? 0 : cpus(map);
                List<Counter> values = Collections.nCopies(cpus, new Counter(3, 4));
                counters.put(5, values);
                counters.putAll(Map.of(7, values));
                assertEquals(Map.of(5, values, 7, values), collected(counters.entries(10)));
                assertEquals(2, counters.removeAll(List.of(5, 6, 7)));
            }
        }
    }

    /// As many values as the map takes.
    private static int cpus(BpfMap map) {
        byte[] key = new byte[4];
        for (int cpus = 1; ; cpus++) {
            try {
                map.update(key, new byte[16 * cpus], BpfMap.ANY);
                assertTrue(map.delete(key));
                return cpus;
            } catch (MapException e) {
                assertEquals(Errno.EINVAL, e.errno());
            }
        }
    }

    private static MapDefinition hash(MapType type, int entries) {
        return MapDefinition.of("counters", type, 4, 16, entries);
    }

    private static <K, V> Map<K, V> collected(Stream<Map.Entry<K, V>> entries) {
        List<Map.Entry<K, V>> all = new ArrayList<>(entries.toList());
        Map<K, V> found =
                all.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertEquals(found.size(), all.size());
        return found;
    }
}
