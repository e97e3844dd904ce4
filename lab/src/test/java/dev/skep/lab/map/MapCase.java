package dev.skep.lab.map;

import dev.skep.host.BatchResult;
import dev.skep.host.BpfMap;
import dev.skep.host.MapBatch;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Runs one case of the contract on one host, and puts its answers into the words of the file.
final class MapCase {
    private static final Map<String, Integer> FLAGS =
            Map.ofEntries(
                    Map.entry("NO_PREALLOC", 1),
                    Map.entry("NO_COMMON_LRU", 2),
                    Map.entry("RDONLY", 8),
                    Map.entry("WRONLY", 16),
                    Map.entry("ZERO_SEED", 64),
                    Map.entry("RDONLY_PROG", 128),
                    Map.entry("WRONLY_PROG", 256),
                    Map.entry("MMAPABLE", 1024),
                    Map.entry("PRESERVE_ELEMS", 2048),
                    Map.entry("INNER_MAP", 4096));

    private static final Map<String, Integer> UPDATE =
            Map.of("ANY", 0, "NOEXIST", 1, "EXIST", 2, "LOCK", 4, "BAD", 8);

    private final MapHost host;
    private final List<String> shape;
    private final MapDefinition definition;
    private Optional<BpfMap> inner = Optional.empty();
    private BpfMap map;

    MapCase(MapHost host, List<String> shape) {
        this.host = host;
        this.shape = shape;
        this.definition = definition(shape);
    }

    private static MapDefinition definition(List<String> words) {
        Map<String, String> fields = new HashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            fields.put(word.substring(0, equals), word.substring(equals + 1));
        }
        Optional<MapDefinition> inner =
                Optional.ofNullable(fields.get("inner"))
                        .map(text -> definition(List.of(text.split(":"))));
        return new MapDefinition(
                "contract",
                MapType.valueOf(words.getFirst()),
                Integer.parseUnsignedInt(fields.get("key")),
                Integer.parseUnsignedInt(fields.get("value")),
                Integer.parseUnsignedInt(fields.get("entries")),
                fields.containsKey("flags") ? flags(fields.get("flags"), FLAGS) : 0,
                Long.parseLong(fields.getOrDefault("extra", "0")),
                Optional.empty(),
                inner,
                List.of(),
                Optional.empty(),
                MapDefinition.Pinning.NONE);
    }

    private static int flags(String text, Map<String, Integer> table) {
        return Arrays.stream(text.split("\\|")).mapToInt(table::get).sum();
    }

    List<String> run(List<MapContract.Step> steps) {
        List<String> answers = new ArrayList<>();
        String created =
                answer(
                        () -> {
                            map = host.create(definition);
                            return "ok";
                        });
        answers.add("map " + String.join(" ", shape) + " => " + created);
        if (map != null) {
            inner = definition.inner().map(host::create);
            for (MapContract.Step step : steps) {
                List<String> words = step.words();
                answers.add(String.join(" ", words) + " => " + answer(() -> perform(words)));
            }
            map.close();
            inner.ifPresent(BpfMap::close);
        }
        return answers;
    }

    private static String answer(Supplier<String> operation) {
        try {
            return operation.get();
        } catch (MapException e) {
            String errno = e.errno().toString();
            return errno.equals("ENOENT") ? "none" : errno;
        }
    }

    private String perform(List<String> words) {
        return switch (words.getFirst()) {
            case "freeze" -> {
                map.freeze();
                yield "ok";
            }
            case "lookup" -> text(map.lookup(key(words.get(1), true)), this::valueText);
            case "take" -> text(map.lookupAndDelete(key(words.get(1), false)), this::valueText);
            case "delete" -> map.delete(key(words.get(1), false)) ? "ok" : "none";
            case "next" -> {
                boolean first = words.get(1).equals("-");
                byte[] key = first ? null : key(words.get(1), false);
                yield text(map.nextKey(key), this::keyText);
            }
            case "update" -> {
                int flags = flags(words.get(3), UPDATE);
                map.update(key(words.get(1), false), value(words.get(2)), flags);
                yield "ok";
            }
            case "memory" -> {
                MemorySegment memory = map.memory();
                yield (memory.isReadOnly() ? "readonly " : "writable ") + memory.byteSize();
            }
            case "store" -> {
                element(words.get(1)).copyFrom(MemorySegment.ofArray(value(words.get(2))));
                yield "ok";
            }
            case "load" -> valueText(element(words.get(1)).toArray(ValueLayout.JAVA_BYTE));
            case "batches" -> elements(map.batches(Integer.parseInt(words.get(1))));
            case "takes" -> elements(map.takeBatches(Integer.parseInt(words.get(1))));
            case "updates" -> {
                List<String[]> pairs = words.stream().skip(2).map(w -> w.split("=")).toList();
                MapBatch batch =
                        MapBatch.of(
                                pairs.stream().map(p -> key(p[0], false)).toList(),
                                pairs.stream().map(p -> value(p[1])).toList());
                yield result(map.updateAll(batch, flags(words.get(1), UPDATE)));
            }
            case "deletes" -> {
                List<byte[]> keys = words.stream().skip(1).map(w -> key(w, false)).toList();
                yield result(map.deleteAll(MapBatch.ofKeys(keys)));
            }
            default -> throw new IllegalArgumentException(words.toString());
        };
    }

    private MemorySegment element(String index) {
        long offset = Long.parseLong(index) * stride();
        return map.memory().asSlice(offset, definition.valueSize());
    }

    private String elements(Iterator<MapBatch> batches) {
        List<String> found = new ArrayList<>();
        while (batches.hasNext()) {
            MapBatch batch = batches.next();
            for (int i = 0; i < batch.count(); i++) {
                found.add(keyText(batch.key(i)) + "=" + valueText(batch.value(i)));
            }
        }
        return found.isEmpty() ? "none" : String.join(" ", found.stream().sorted().toList());
    }

    private static String result(BatchResult result) {
        return result.count() + result.refusal().map(errno -> " " + errno).orElse("");
    }

    private static String text(Optional<byte[]> bytes, Function<byte[], String> form) {
        return bytes.map(form).orElse("none");
    }

    private byte[] key(String text, boolean forLookup) {
        if (text.contains("/")) {
            return prefix(text);
        }
        boolean isValue = forLookup && definition.type() == MapType.BLOOM_FILTER;
        int size = isValue ? definition.valueSize() : definition.keySize();
        return text.equals("-") ? new byte[0] : number(text, size);
    }

    private byte[] prefix(String text) {
        String[] sides = text.split("/");
        ByteBuffer key = ByteBuffer.allocate(definition.keySize()).order(ByteOrder.nativeOrder());
        key.putInt(Integer.parseInt(sides[1]));
        for (String part : sides[0].split("\\.")) {
            key.put((byte) Integer.parseInt(part));
        }
        return key.array();
    }

    private String keyText(byte[] key) {
        if (definition.type() != MapType.LPM_TRIE) {
            return numberText(key);
        }
        int length = ByteBuffer.wrap(key).order(ByteOrder.nativeOrder()).getInt();
        return IntStream.range(Integer.BYTES, key.length)
                        .mapToObj(i -> String.valueOf(key[i] & 0xff))
                        .collect(Collectors.joining("."))
                + "/"
                + length;
    }

    private byte[] value(String text) {
        if (text.equals("@inner")) {
            return host.reference(inner.orElseThrow());
        }
        if (!perCpu()) {
            return number(text, definition.valueSize());
        }
        ByteBuffer values = ByteBuffer.allocate(stride() * host.cpus());
        String[] parts = text.split(",");
        for (int cpu = 0; cpu < Math.min(parts.length, host.cpus()); cpu++) {
            values.put(cpu * stride(), number(parts[cpu], definition.valueSize()));
        }
        return values.array();
    }

    private String valueText(byte[] value) {
        if (inner.isPresent()) {
            return "@inner";
        }
        if (!perCpu()) {
            return numberText(value);
        }
        return IntStream.range(0, 2)
                .map(cpu -> cpu * stride())
                .mapToObj(at -> Arrays.copyOfRange(value, at, at + definition.valueSize()))
                .map(MapCase::numberText)
                .collect(Collectors.joining(","));
    }

    private boolean perCpu() {
        return definition.type().name().contains("PERCPU");
    }

    private int stride() {
        return definition.valueSize() + 7 & -8;
    }

    private static byte[] number(String text, int size) {
        byte[] big = new BigInteger(text).toByteArray();
        byte[] little = new byte[size];
        for (int i = 0; i < Math.min(size, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static String numberText(byte[] little) {
        byte[] big = new byte[little.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = little[little.length - 1 - i];
        }
        return new BigInteger(1, big).toString();
    }
}
