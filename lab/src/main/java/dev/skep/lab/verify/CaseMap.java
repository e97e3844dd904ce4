package dev.skep.lab.verify;

import dev.skep.btf.Btf;
import dev.skep.lab.generate.TypeWriter;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.SpecialFields;
import dev.skep.spec.MapType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The line of a map: `counts hash key=4 value=8 entries=16`.
final class CaseMap {
    private static final HexFormat HEX = HexFormat.of();

    private final String name;
    private final MapType type;
    private int key;
    private int value;
    private int entries;
    private int flags;
    private Optional<MapDefinition> inner = Optional.empty();
    private Optional<byte[]> contents = Optional.empty();
    private boolean frozen;
    private final Map<Integer, String> fields = new TreeMap<>();
    private int valueType;
    private int keyType;

    private CaseMap(String name, MapType type) {
        this.name = name;
        this.type = type;
    }

    /// @throws IllegalArgumentException if something is wrong
    static CaseMap read(String text) {
        String[] words = text.split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("a map has a name and a type");
        }
        CaseMap map =
                new CaseMap(
                        words[0],
                        MapType.byName(words[1])
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "no map type is called " + words[1])));
        for (int i = 2; i < words.length; i++) {
            map.add(words[i]);
        }
        return map;
    }

    private void add(String word) {
        String[] cells = word.split("=", 2);
        String text = cells.length > 1 ? cells[1] : "";
        switch (cells[0]) {
            case "key" -> key = Integer.decode(text);
            case "value" -> value = Integer.decode(text);
            case "entries" -> entries = Integer.decode(text);
            case "flags" -> flags = Integer.decode(text);
            case "inner" -> inner = Optional.of(inner(text));
            case "contents" -> contents = Optional.of(HEX.parseHex(text));
            case "frozen" -> frozen = true;
            case "fields" -> Arrays.stream(text.split(",")).forEach(this::addField);
            default ->
                    throw new IllegalArgumentException(
                            "'"
                                    + word
                                    + "' is none of key=, value=, entries=, flags=, inner=,"
                                    + " contents=, frozen, fields=");
        }
    }

    private static MapDefinition inner(String text) {
        return read("inner " + text.replace(',', ' ').replace(':', '='))
                .definition(Optional.empty());
    }

    private void addField(String text) {
        String[] cells = text.split("@");
        fields.put(Integer.decode(cells[1]), cells[0]);
    }

    /// Whether the value has fields that the kernel finds by their types.
    boolean hasFields() {
        return !fields.isEmpty();
    }

    /// Adds the types of key and value.
    void declare(TypeWriter types) {
        if (hasFields()) {
            keyType = types.key();
            valueType = types.value(name + "_value", value, fields);
        }
    }

    /// The map.
    ///
    /// @param btf where its types are, if it declared any
    MapDefinition definition(Optional<Btf> btf) {
        byte[] initial = Arrays.copyOf(contents.orElse(new byte[0]), value);
        return new MapDefinition(
                name,
                type,
                key,
                value,
                entries,
                flags,
                0,
                btf.filter(_ -> hasFields())
                        .map(types -> new MapDefinition.Types(types, keyType, valueType)),
                inner,
                List.of(),
                contents.isEmpty() && !frozen
                        ? Optional.empty()
                        : Optional.of(new Globals(initial, List.of(), frozen)),
                MapDefinition.Pinning.NONE);
    }

    static String print(MapDefinition map) {
        StringBuilder text = new StringBuilder(map.name()).append(' ').append(shape(map, " ", "="));
        map.inner().ifPresent(inner -> text.append(" inner=").append(shape(inner, ",", ":")));
        map.globals()
                .ifPresent(
                        globals ->
                                text.append(" contents=")
                                        .append(HEX.formatHex(globals.contents()))
                                        .append(globals.readOnly() ? " frozen" : ""));
        String fields =
                SpecialFields.of(map).fields().stream()
                        .filter(f -> TypeWriter.FIELDS.containsKey(f.kind().kernelName()))
                        .map(f -> f.kind().kernelName() + "@" + f.offset())
                        .collect(Collectors.joining(","));
        text.append(fields.isEmpty() ? "" : " fields=" + fields);
        return text.toString();
    }

    private static String shape(MapDefinition map, String separator, String is) {
        StringBuilder text = new StringBuilder(map.type().shortName());
        text.append(separator).append("key").append(is).append(map.keySize());
        text.append(separator).append("value").append(is).append(map.valueSize());
        text.append(separator).append("entries").append(is).append(map.maxEntries());
        if (map.flags() != 0) {
            text.append(separator).append("flags").append(is);
            text.append("0x").append(Integer.toHexString(map.flags()));
        }
        return text.toString();
    }
}
