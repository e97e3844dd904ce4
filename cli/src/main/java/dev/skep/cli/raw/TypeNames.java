package dev.skep.cli.raw;

import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kernel's constants in the raw form: by their full names, short names, or as numbers.
final class TypeNames {
    private TypeNames() {}

    /// `BPF_PROG_TYPE_XDP`, `xdp` or 6.
    static ProgramType program(Fields load) {
        String name = load.has("prog_type_name") ? "prog_type_name" : "prog_type";
        return number(load, name)
                .map(ProgramType::byId)
                .orElseGet(() -> ProgramType.byName(plain(load.text(name), "bpf_prog_type_")))
                .orElseThrow(() -> unknown(load, name, ProgramType.XDP.kernelName()));
    }

    /// `BPF_XDP`, `xdp` or 37; the number, because not all of them have names. 0 if there is none.
    static int attach(Fields load) {
        String name =
                load.has("expected_attach_type_name")
                        ? "expected_attach_type_name"
                        : "expected_attach_type";
        if (!load.has(name)) {
            return 0;
        }
        String text = number(load, name).isPresent() ? "" : plain(load.text(name), "bpf_");
        return number(load, name)
                .or(
                        () ->
                                Arrays.stream(AttachType.values())
                                        .filter(t -> t.name().equalsIgnoreCase(text))
                                        .map(AttachType::id)
                                        .findFirst())
                .orElseThrow(() -> unknown(load, name, AttachType.XDP.kernelName()));
    }

    /// `BPF_MAP_TYPE_ARRAY`, `array` or 2.
    static MapType map(Fields map) {
        return number(map, "type")
                .map(MapType::byId)
                .orElseGet(() -> MapType.byName(plain(map.text("type"), "bpf_map_type_")))
                .orElseThrow(() -> unknown(map, "type", MapType.ARRAY.kernelName()));
    }

    private static Optional<Integer> number(Fields fields, String name) {
        boolean numeric =
                fields.members().get(name) instanceof Number
                        || fields.members().get(name) instanceof String text
                                && text.matches("[0-9]+");
        return numeric ? Optional.of(fields.small(name, 0)) : Optional.empty();
    }

    private static String plain(String name, String prefix) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.startsWith(prefix) ? small.substring(prefix.length()) : small;
    }

    private static RuntimeException unknown(Fields fields, String name, String example) {
        String text = fields.has(name) ? "\"" + fields.members().get(name) + "\"" : "nothing";
        return fields.refuse(
                RawCode.NAME, name, "no type is called " + text, "write a name like " + example);
    }
}
