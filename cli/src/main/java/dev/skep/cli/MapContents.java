package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.cli.picture.TextPicture;
import dev.skep.grid.Grid;
import dev.skep.grid.GridLayout;
import dev.skep.host.BpfMap;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// The elements of a map, read through the port and laid out by the map's types.
///
/// @param map what to read
/// @param most how many elements to read at most
record MapContents(BpfMap map, int most) {
    /// One element.
    ///
    /// @param values one, or one for each CPU
    private record Element(byte[] key, List<byte[]> values) {
        boolean zero() {
            return values.stream().allMatch(MapContents::zero);
        }
    }

    /// What was read.
    ///
    /// @param skipped how many elements of an array were left out because they are zero
    /// @param more whether there are elements beyond the limit
    private record Elements(List<Element> shown, int skipped, boolean more) {}

    /// What was found under one key.
    ///
    /// @param tree for [dev.skep.cli.json.Json], `null` if nothing was
    record Found(boolean there, List<String> lines, Object tree) {}

    /// The element of that key.
    Found find(byte[] key) {
        Optional<Element> element = map.lookup(key).map(v -> new Element(key, perCpu(v)));
        return new Found(
                element.isPresent(),
                element.map(this::lines).orElse(List.of()),
                element.map(this::tree).orElse(null));
    }

    /// A line for each element, and one about what is left out.
    List<String> lines() {
        if (GridLayout.declared(map.definition())) {
            return pictures();
        }
        Elements elements = elements();
        List<String> lines = new ArrayList<>();
        elements.shown().forEach(element -> lines.addAll(lines(element)));
        if (elements.more()) {
            lines.add("... and more");
        }
        if (elements.skipped() > 0) {
            lines.add(
                    elements.skipped() == 1
                            ? "(1 is zero)"
                            : "(" + elements.skipped() + " are zero)");
        }
        return lines;
    }

    /// Grids are for the eye.
    private List<String> pictures() {
        GridLayout layout = GridLayout.of(map.definition());
        List<String> lines = new ArrayList<>();
        Optional<byte[]> key = map.nextKey(null);
        for (int i = 0; i < most && key.isPresent(); i++) {
            Optional<byte[]> value = map.lookup(key.get());
            if (value.isPresent()) {
                Grid grid = layout.read(value.get());
                lines.add("[" + keyText(key.get()) + "] = " + GridText.summary(grid));
                lines.addAll(TextPicture.of(grid, TextPicture.Colours.NONE));
            }
            key = map.nextKey(key.get());
        }
        return lines;
    }

    private List<String> lines(Element element) {
        List<String> lines = new ArrayList<>();
        String key = keyText(element.key());
        for (int cpu = 0; cpu < element.values().size(); cpu++) {
            byte[] value = element.values().get(cpu);
            if (element.values().size() > 1 && zero(value)) {
                continue;
            }
            String where = element.values().size() > 1 ? " cpu " + cpu : "";
            lines.add("[" + key + where + "] = " + valueText(value));
        }
        return lines;
    }

    /// The elements as trees for [dev.skep.cli.json.Json].
    List<Object> tree() {
        return elements().shown().stream().map(this::tree).toList();
    }

    private Object tree(Element element) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", keyTree(element.key()));
        if (map.definition().type().perCpu()) {
            tree.put("values", element.values().stream().map(this::valueTree).toList());
        } else {
            tree.put("value", valueTree(element.values().getFirst()));
        }
        return tree;
    }

    private Elements elements() {
        List<Element> shown = new ArrayList<>();
        int skipped = 0;
        Optional<byte[]> key = map.nextKey(null);
        while (key.isPresent()) {
            byte[] current = key.get();
            Optional<Element> element =
                    map.lookup(current).map(v -> new Element(current, perCpu(v)));
            if (element.isPresent()) {
                if (array() && element.get().zero()) {
                    skipped++;
                } else if (shown.size() == most) {
                    return new Elements(shown, skipped, true);
                } else {
                    shown.add(element.get());
                }
            }
            key = map.nextKey(current);
        }
        return new Elements(shown, skipped, false);
    }

    private boolean array() {
        MapType type = map.definition().type();
        return type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
    }

    private List<byte[]> perCpu(byte[] value) {
        MapDefinition definition = map.definition();
        if (!definition.type().perCpu()) {
            return List.of(value);
        }
        int stride = (definition.valueSize() + 7) / 8 * 8;
        List<byte[]> values = new ArrayList<>();
        for (int at = 0; at + definition.valueSize() <= value.length; at += stride) {
            values.add(Arrays.copyOfRange(value, at, at + definition.valueSize()));
        }
        return values;
    }

    private String keyText(byte[] key) {
        return TypedBytes.text(btf(), types(MapDefinition.Types::keyTypeId), key);
    }

    private String valueText(byte[] value) {
        return TypedBytes.text(btf(), types(MapDefinition.Types::valueTypeId), value);
    }

    private Object keyTree(byte[] key) {
        return TypedBytes.tree(btf(), types(MapDefinition.Types::keyTypeId), key);
    }

    private Object valueTree(byte[] value) {
        return TypedBytes.tree(btf(), types(MapDefinition.Types::valueTypeId), value);
    }

    private Optional<Btf> btf() {
        return map.definition().types().map(MapDefinition.Types::btf);
    }

    private int types(ToIntFunction<MapDefinition.Types> which) {
        return map.definition().types().stream().mapToInt(which).findFirst().orElse(0);
    }

    private static boolean zero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
