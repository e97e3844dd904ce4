package dev.skep.lab.verify;

import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The line of a map: `counts hash key=4 value=8 entries=16`.
final class CaseMap {
    private static final HexFormat HEX = HexFormat.of();

    private CaseMap() {}

    /// @throws IllegalArgumentException if something is wrong
    static MapDefinition read(String text) {
        String[] words = text.split("\\s+");
        if (words.length < 2) {
            throw new IllegalArgumentException("a map has a name and a type");
        }
        MapType type =
                MapType.byName(words[1])
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "no map type is called " + words[1]));
        Draft draft = new Draft();
        for (int i = 2; i < words.length; i++) {
            draft.read(words[i]);
        }
        return draft.map(words[0], type);
    }

    /// A map that is being read.
    private static final class Draft {
        private int key;
        private int value;
        private int entries;
        private int flags;
        private Optional<MapDefinition> inner = Optional.empty();
        private Optional<byte[]> contents = Optional.empty();
        private boolean frozen;

        void read(String word) {
            String[] cells = word.split("=", 2);
            String text = cells.length > 1 ? cells[1] : "";
            switch (cells[0]) {
                case "key" -> key = Integer.decode(text);
                case "value" -> value = Integer.decode(text);
                case "entries" -> entries = Integer.decode(text);
                case "flags" -> flags = Integer.decode(text);
                case "inner" ->
                        inner =
                                Optional.of(
                                        CaseMap.read(
                                                "inner "
                                                        + text.replace(',', ' ')
                                                                .replace(':', '=')));
                case "contents" -> contents = Optional.of(HEX.parseHex(text));
                case "frozen" -> frozen = true;
                default ->
                        throw new IllegalArgumentException(
                                "'"
                                        + word
                                        + "' is none of key=, value=, entries=, flags=, inner=,"
                                        + " contents=, frozen");
            }
        }

        MapDefinition map(String name, MapType type) {
            MapDefinition map = MapDefinition.of(name, type, key, value, entries).withFlags(flags);
            if (inner.isPresent()) {
                map = map.withInner(inner.get());
            }
            if (contents.isEmpty() && !frozen) {
                return map;
            }
            byte[] initial = Arrays.copyOf(contents.orElse(new byte[0]), value);
            return map.withGlobals(new Globals(initial, List.of(), frozen));
        }
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
