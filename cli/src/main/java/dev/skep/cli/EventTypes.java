package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The types of the records in ring buffers and perf-event arrays, which maps do not tell: as
/// `--event-type` gives them, or else as a variable does that is called like the map and `_type`
/// and points to that type: `const struct event *events_type;`.
///
/// @param byMap type ids by name of map; the empty name stands for all others
record EventTypes(Optional<Btf> btf, Map<String, Integer> byMap) {
    private static final String SUFFIX = "_type";

    /// Reads `[MAP=]TYPE`, after what `maps` declare.
    ///
    /// @throws LinkException if the object has no such type
    static EventTypes of(Optional<Btf> btf, List<MapDefinition> maps, List<String> options) {
        Map<String, Integer> byMap = new HashMap<>();
        btf.ifPresent(types -> declared(types, maps, byMap));
        for (String option : options) {
            int equals = option.indexOf('=');
            String map = equals < 0 ? "" : option.substring(0, equals);
            byMap.put(map, find(btf, option.substring(equals + 1)));
        }
        return new EventTypes(btf, byMap);
    }

    /// A record of `map` as text.
    String text(String map, byte[] event) {
        return TypedBytes.text(btf, typeOf(map), event);
    }

    /// A record of `map` as a tree for [Json].
    Object tree(String map, byte[] event) {
        return TypedBytes.tree(btf, typeOf(map), event);
    }

    /// Whether a variable only tells the type of a map's records.
    static boolean isDeclaration(Btf btf, Globals.Variable variable) {
        return variable.name().endsWith(SUFFIX) && target(btf, variable).isPresent();
    }

    private static void declared(Btf btf, List<MapDefinition> maps, Map<String, Integer> byMap) {
        for (MapDefinition map : maps) {
            List<Globals.Variable> variables =
                    map.globals().map(Globals::variables).orElse(List.of());
            for (Globals.Variable variable : variables) {
                if (isDeclaration(btf, variable)) {
                    String name = variable.name();
                    target(btf, variable)
                            .ifPresent(
                                    id ->
                                            byMap.put(
                                                    name.substring(
                                                            0, name.length() - SUFFIX.length()),
                                                    id));
                }
            }
        }
    }

    private static Optional<Integer> target(Btf btf, Globals.Variable variable) {
        return variable.typeId() != 0
                        && btf.type(btf.resolve(variable.typeId()))
                                instanceof BtfType.Pointer(int target)
                ? Optional.of(target).filter(id -> id != 0)
                : Optional.empty();
    }

    private int typeOf(String map) {
        return byMap.getOrDefault(map, byMap.getOrDefault("", 0));
    }

    private static int find(Optional<Btf> btf, String name) {
        String plain = name.replaceFirst("^(struct|union|enum) ", "");
        for (BtfKind kind : List.of(BtfKind.STRUCT, BtfKind.UNION, BtfKind.TYPEDEF, BtfKind.INT)) {
            var found = btf.map(b -> b.find(kind, plain));
            if (found.isPresent() && found.get().isPresent()) {
                return found.get().getAsInt();
            }
        }
        throw new LinkException(
                Diagnostic.of(CliCode.UNKNOWN_NAME, "the object has no type " + name)
                        .at(new Place.Named("--event-type"))
                        .fix("skep btf dump OBJECT lists the types that it has"));
    }
}
