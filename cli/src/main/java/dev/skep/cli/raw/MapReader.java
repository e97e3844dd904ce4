package dev.skep.cli.raw;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the maps of a raw program.
final class MapReader {
    /// Contents of more bytes than this are left unknown.
    private static final int LARGEST = 1 << 26;

    private final Optional<Btf> btf;
    private final List<MapDefinition> maps = new ArrayList<>();
    private final Map<Integer, Integer> places = new HashMap<>();
    private final Map<Integer, Fields> sources = new HashMap<>();

    MapReader(List<Fields> maps, Optional<Btf> btf) {
        this.btf = btf;
        for (int i = 0; i < maps.size(); i++) {
            sources.put(maps.get(i).small("idx", i), maps.get(i));
        }
        for (int i = 0; i < maps.size(); i++) {
            places.put(maps.get(i).small("idx", i), i);
            this.maps.add(map(maps.get(i), true));
        }
    }

    /// The maps in the order of the file.
    List<MapDefinition> maps() {
        return maps;
    }

    /// Where the map with that `idx` stands in the list, if there is one.
    Optional<Integer> place(int idx) {
        return Optional.ofNullable(places.get(idx));
    }

    private MapDefinition map(Fields map, boolean outer) {
        MapType type = TypeNames.map(map);
        return new MapDefinition(
                map.text("name"),
                type,
                map.small("key_size", 0),
                map.small("value_size", 0),
                map.small("max_entries", 0),
                map.small("map_flags", 0),
                map.number("map_extra", 0),
                types(map),
                outer ? inner(map) : Optional.empty(),
                List.of(),
                globals(map, type),
                MapDefinition.Pinning.NONE);
    }

    private Optional<MapDefinition.Types> types(Fields map) {
        int key = map.small("btf_key_type_id", 0);
        int value = map.small("btf_value_type_id", 0);
        return key == 0 && value == 0
                ? Optional.empty()
                : btf.map(types -> new MapDefinition.Types(types, key, value));
    }

    /// What maps inside look like: an object, or the `idx` of another map.
    private Optional<MapDefinition> inner(Fields map) {
        return switch (map.members().get("inner")) {
            case null -> Optional.empty();
            case Map<?, ?> _ -> Optional.of(map(map.object("inner"), false));
            default -> {
                Fields source = sources.get(map.small("inner", -1));
                if (source == null) {
                    throw map.wrong("inner", "a map, or the idx of one");
                }
                yield Optional.of(map(source, false));
            }
        };
    }

    private Optional<Globals> globals(Fields map, MapType type) {
        int size = map.small("value_size", 0);
        boolean frozen = map.flag("frozen");
        Optional<byte[]> contents = map.bytes("init");
        if (type != MapType.ARRAY || size <= 0 || size > LARGEST || !frozen && contents.isEmpty()) {
            return Optional.empty();
        }
        List<Globals.Variable> variables = variables(map);
        byte[] value = Arrays.copyOf(contents.orElse(new byte[0]), size);
        return Optional.of(new Globals(value, variables, frozen));
    }

    private List<Globals.Variable> variables(Fields map) {
        int id = map.small("btf_value_type_id", 0);
        if (btf.isEmpty() || id <= 0 || id > btf.get().lastId()) {
            return List.of();
        }
        List<Globals.Variable> variables = new ArrayList<>();
        if (btf.get().type(id) instanceof BtfType.DataSection section) {
            for (BtfType.SectionVariable entry : section.variables()) {
                if (btf.get().type(entry.variable()) instanceof BtfType.Variable variable) {
                    variables.add(
                            new Globals.Variable(
                                    variable.name(),
                                    (int) entry.offset(),
                                    (int) entry.size(),
                                    variable.type()));
                }
            }
        }
        return variables;
    }
}
