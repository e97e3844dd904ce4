package dev.skep.runtime;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a map is of the shape that a program was verified with. Compiled code does without
/// checks because the verifier has made them, with this shape.
final class MapShapes {
    /// The structures in values that belong to the kernel.
    private static final Set<String> OWNED =
            Set.of(
                    "bpf_spin_lock",
                    "bpf_res_spin_lock",
                    "bpf_timer",
                    "bpf_wq",
                    "bpf_task_work",
                    "bpf_refcount",
                    "bpf_list_head",
                    "bpf_list_node",
                    "bpf_rb_root",
                    "bpf_rb_node");

    private MapShapes() {}

    /// What is different, if anything is: `its value_size is 4, not 8`.
    static Optional<String> difference(MapDefinition verified, MapDefinition given) {
        if (verified.equals(given)) {
            return Optional.empty();
        }
        if (verified.type() != given.type()) {
            return Optional.of(not("type", given.type(), verified.type()));
        }
        return number("key_size", given.keySize(), verified.keySize())
                .or(() -> number("value_size", given.valueSize(), verified.valueSize()))
                .or(() -> number("max_entries", given.maxEntries(), verified.maxEntries()))
                .or(() -> number("map_flags", given.flags(), verified.flags()))
                .or(() -> number("map_extra", given.extra(), verified.extra()))
                .or(() -> fields(verified, given))
                .or(() -> constants(verified, given))
                .or(() -> inner(verified, given));
    }

    private static Optional<String> number(String what, long given, long verified) {
        return given == verified
                ? Optional.empty()
                : Optional.of(
                        not(what, Long.toUnsignedString(given), Long.toUnsignedString(verified)));
    }

    private static String not(String what, Object given, Object verified) {
        return "its %s is %s, not %s".formatted(what, given, verified);
    }

    private static Optional<String> fields(MapDefinition verified, MapDefinition given) {
        List<String> expected = ownedFields(verified);
        List<String> found = ownedFields(given);
        return expected.equals(found)
                ? Optional.empty()
                : Optional.of("its values have %s, not %s".formatted(list(found), list(expected)));
    }

    private static String list(List<String> fields) {
        return fields.isEmpty() ? "no locks or timers" : String.join(", ", fields);
    }

    private static List<String> ownedFields(MapDefinition map) {
        List<String> found = new ArrayList<>();
        map.types().ifPresent(types -> collect(types.btf(), types.valueTypeId(), 0, found));
        return found;
    }

    private static void collect(Btf btf, int id, long at, List<String> found) {
        if (btf.type(btf.resolve(id)) instanceof BtfType.Struct struct) {
            if (OWNED.contains(struct.name())) {
                found.add("struct %s at offset %d".formatted(struct.name(), at));
                return;
            }
            for (BtfType.Member member : struct.members()) {
                collect(btf, member.type(), at + member.offset(), found);
            }
        }
    }

    /// Constants are part of what was verified; variables may start with any value.
    private static Optional<String> constants(MapDefinition verified, MapDefinition given) {
        Optional<Globals> expected = verified.globals().filter(Globals::readOnly);
        Optional<Globals> found = given.globals().filter(Globals::readOnly);
        return expected.equals(found) ? Optional.empty() : Optional.of("it holds other constants");
    }

    private static Optional<String> inner(MapDefinition verified, MapDefinition given) {
        if (verified.inner().isPresent() != given.inner().isPresent()) {
            return Optional.of("its inner maps are not described alike");
        }
        return verified.inner()
                .flatMap(inner -> difference(inner, given.inner().orElseThrow()))
                .map(difference -> "of its inner map: " + difference);
    }
}
