package dev.skep.cli.raw;

import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The maps of a program in the raw form: those that are used, and behind them those that show what
/// the maps inside look like.
final class MapWriter {
    private final List<MapDefinition> maps;
    private final Map<Integer, Integer> used = new LinkedHashMap<>();

    MapWriter(List<MapDefinition> maps) {
        this.maps = maps;
    }

    /// The `idx` of the map that stands at `index` in the program's list, which is used from now
    /// on.
    int use(int index) {
        return used.computeIfAbsent(index, _ -> used.size());
    }

    /// The maps in order of `idx`.
    List<Map<String, Object>> trees() {
        List<Map<String, Object>> outer = new ArrayList<>();
        List<Map<String, Object>> inner = new ArrayList<>();
        for (int index : used.keySet()) {
            MapDefinition map = maps.get(index);
            Map<String, Object> tree = tree(map, outer.size());
            map.inner()
                    .ifPresent(
                            inside -> {
                                int idx = used.size() + inner.size();
                                tree.put("inner", idx);
                                inner.add(tree(inside, idx));
                            });
            outer.add(tree);
        }
        outer.addAll(inner);
        return outer;
    }

    private Map<String, Object> tree(MapDefinition map, int idx) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("idx", idx);
        tree.put("name", map.name());
        tree.put("type", map.type().kernelName());
        tree.put("key_size", map.keySize());
        tree.put("value_size", map.valueSize());
        tree.put("max_entries", map.maxEntries());
        tree.put("map_flags", map.flags());
        tree.put("map_extra", map.extra());
        tree.put("btf_key_type_id", map.types().map(MapDefinition.Types::keyTypeId).orElse(0));
        tree.put("btf_value_type_id", map.types().map(MapDefinition.Types::valueTypeId).orElse(0));
        tree.put("inner", null);
        Optional<Globals> globals = map.globals();
        tree.put("frozen", globals.filter(Globals::readOnly).isPresent());
        tree.put("init", globals.map(MapWriter::contents).orElse(null));
        return tree;
    }

    /// The bytes in hexadecimal, `null` for variables that all start as zero.
    private static String contents(Globals globals) {
        byte[] bytes = globals.contents();
        boolean zero = true;
        for (byte b : bytes) {
            zero &= b == 0;
        }
        return zero && !globals.readOnly() ? null : HexFormat.of().formatHex(bytes);
    }
}
