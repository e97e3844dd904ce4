package dev.skep.lab.run;

import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// Fills maps, empties them, and tells what is in them.
final class Contents {
    private static final int READ_ONLY = 1 << 3;
    private static final int WRITE_ONLY = 1 << 4;
    private static final int MOST_ELEMENTS = 64;
    private static final HexFormat HEX = HexFormat.of();

    private static final Set<MapType> ARRAYS = EnumSet.of(MapType.ARRAY, MapType.PERCPU_ARRAY);

    private static final Set<MapType> TABLES =
            EnumSet.of(
                    MapType.HASH,
                    MapType.LRU_HASH,
                    MapType.PERCPU_HASH,
                    MapType.LRU_PERCPU_HASH,
                    MapType.LPM_TRIE);

    private static final Set<MapType> SEQUENCES = EnumSet.of(MapType.QUEUE, MapType.STACK);

    private static final Set<MapType> STREAMS =
            EnumSet.of(MapType.RINGBUF, MapType.PERF_EVENT_ARRAY);

    private Contents() {}

    /// Puts some elements into a map, the same ones for the same random numbers. Maps whose values
    /// hold locks, timers or the like are left alone, and so are those that nobody may write.
    static void fill(BpfMap map, Random random) {
        MapDefinition shape = map.definition();
        boolean constant = shape.globals().isPresent() || shape.types().isPresent();
        if (constant || (shape.flags() & READ_ONLY) != 0) {
            return;
        }
        if (ARRAYS.contains(shape.type())) {
            for (int i = 0; i < Math.min(shape.maxEntries(), MOST_ELEMENTS); i++) {
                map.update(number(i), value(map, random), BpfMap.ANY);
            }
        } else if (TABLES.contains(shape.type())) {
            int elements = Math.min(MOST_ELEMENTS, shape.maxEntries() / 2);
            for (int i = 0; i < elements; i++) {
                map.update(key(shape, random), value(map, random), BpfMap.ANY);
            }
        } else if (SEQUENCES.contains(shape.type())) {
            for (int i = shape.maxEntries() / 2; i > 0; i--) {
                map.update(new byte[0], value(map, random), BpfMap.ANY);
            }
        }
    }

    /// Keys that programs are likely to make: of small numbers.
    private static byte[] key(MapDefinition shape, Random random) {
        byte[] key = new byte[shape.keySize()];
        for (int at = 0; at < key.length; at += Long.BYTES) {
            key[at] = (byte) random.nextInt(4);
        }
        if (shape.type() == MapType.LPM_TRIE) {
            key[0] = (byte) random.nextInt(8 * (key.length - Integer.BYTES) + 1);
        }
        return key;
    }

    private static byte[] value(BpfMap map, Random random) {
        byte[] value = new byte[valueSize(map)];
        random.nextBytes(value);
        if (random.nextInt(4) == 0) {
            java.util.Arrays.fill(value, (byte) (random.nextBoolean() ? 0 : -1));
        }
        return value;
    }

    /// How many bytes user space passes: of per-CPU maps a value for every CPU.
    private static int valueSize(BpfMap map) {
        return switch (map.definition().type()) {
            case PERCPU_ARRAY -> map.lookup(number(0)).orElseThrow().length;
            case PERCPU_HASH, LRU_PERCPU_HASH ->
                    (map.definition().valueSize() + 7) / 8 * 8 * Stage.CPUS;
            default -> map.definition().valueSize();
        };
    }

    /// Brings a map back to where [#fill] found it, as far as user space can.
    static void clear(BpfMap map) {
        MapDefinition shape = map.definition();
        if ((shape.flags() & READ_ONLY) != 0) {
            return;
        }
        if (ARRAYS.contains(shape.type())) {
            byte[] zero = new byte[valueSize(map)];
            byte[] start = shape.globals().map(g -> g.contents()).orElse(zero);
            if (!shape.globals().filter(g -> g.readOnly()).isPresent()) {
                for (int i = 0; i < shape.maxEntries(); i++) {
                    map.update(number(i), start, BpfMap.ANY);
                }
            }
        } else if (TABLES.contains(shape.type())) {
            for (byte[] key : keys(map)) {
                map.delete(key);
            }
        } else if (SEQUENCES.contains(shape.type()) || STREAMS.contains(shape.type())) {
            dump(map, new ArrayList<>());
        }
    }

    /// Adds a line for every element. Queues, stacks and streams of records are empty afterwards.
    static void dump(BpfMap map, List<String> lines) {
        MapDefinition shape = map.definition();
        if (ARRAYS.contains(shape.type()) && readable(shape)) {
            for (int i = 0; i < shape.maxEntries(); i++) {
                lines.add(element(map, number(i)));
            }
        } else if (TABLES.contains(shape.type()) && readable(shape)) {
            TreeMap<String, String> sorted = new TreeMap<>();
            for (byte[] key : keys(map)) {
                sorted.put(HEX.formatHex(key), element(map, key));
            }
            lines.addAll(sorted.values());
        } else if (SEQUENCES.contains(shape.type())) {
            for (Optional<byte[]> next = take(map); next.isPresent(); next = take(map)) {
                lines.add(shape.name() + ": " + HEX.formatHex(next.get()));
            }
        } else if (STREAMS.contains(shape.type())) {
            EventStream events = map.events();
            for (var next = events.poll(); next.isPresent(); next = events.poll()) {
                lines.add(shape.name() + ": " + HEX.formatHex(next.get().data()));
            }
        }
    }

    private static boolean readable(MapDefinition shape) {
        return (shape.flags() & WRITE_ONLY) == 0;
    }

    private static Optional<byte[]> take(BpfMap map) {
        return map.lookupAndDelete(new byte[0]);
    }

    private static String element(BpfMap map, byte[] key) {
        String value = map.lookup(key).map(HEX::formatHex).orElse("nothing");
        return map.definition().name() + "[" + HEX.formatHex(key) + "] = " + value;
    }

    private static List<byte[]> keys(BpfMap map) {
        List<byte[]> keys = new ArrayList<>();
        try {
            Optional<byte[]> next = map.nextKey(null);
            while (next.isPresent() && keys.size() <= map.definition().maxEntries()) {
                keys.add(next.get());
                next = map.nextKey(next.get());
            }
        } catch (MapException e) {
            throw new IllegalStateException(map.definition().name(), e);
        }
        return keys;
    }

    private static byte[] number(int value) {
        return java.nio.ByteBuffer.allocate(Integer.BYTES)
                .order(java.nio.ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
