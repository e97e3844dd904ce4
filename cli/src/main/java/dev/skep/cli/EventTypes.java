package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfFormat;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The types of the records in ring buffers, which objects do not tell: as `--event-type` gives
/// them.
///
/// @param byMap type ids by name of map; the empty name stands for all others
record EventTypes(Optional<Btf> btf, Map<String, Integer> byMap) {
    /// Reads `[MAP=]TYPE`.
    ///
    /// @throws LinkException if the object has no such type
    static EventTypes of(Optional<Btf> btf, List<String> options) {
        Map<String, Integer> byMap = new HashMap<>();
        for (String option : options) {
            int equals = option.indexOf('=');
            String map = equals < 0 ? "" : option.substring(0, equals);
            byMap.put(map, find(btf, option.substring(equals + 1)));
        }
        return new EventTypes(btf, byMap);
    }

    /// A record of `map` as text.
    String text(String map, byte[] event) {
        return typeOf(map)
                .flatMap(
                        id ->
                                typed(
                                        () ->
                                                MapContents.oneLine(
                                                        BtfFormat.text(
                                                                btf.orElseThrow(), id, event))))
                .orElseGet(() -> HexFormat.of().formatHex(event));
    }

    /// A record of `map` as a tree for [Json].
    Object tree(String map, byte[] event) {
        return typeOf(map)
                .flatMap(
                        id ->
                                typed(
                                        () ->
                                                BtfJson.tree(
                                                        BtfFormat.tree(
                                                                btf.orElseThrow(), id, event))))
                .orElseGet(() -> HexFormat.of().formatHex(event));
    }

    private Optional<Integer> typeOf(String map) {
        return Optional.ofNullable(byMap.getOrDefault(map, byMap.get("")));
    }

    /// Empty for a record that is shorter than its type: its bytes are shown instead.
    private static <T> Optional<T> typed(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (MalformedException shorter) {
            return Optional.empty();
        }
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
