package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables that hold kernel configuration values: libbpf's `.kconfig` map.
final class Kconfig {
    private static final int LARGEST = 1 << 20;

    private final List<Globals.Variable> variables = new ArrayList<>();
    private final Map<String, Extern> externs;
    private final Btf btf;
    private final int size;

    private Kconfig(Btf btf, List<Extern> externs) {
        this.btf = btf;
        this.externs = new HashMap<>();
        externs.forEach(e -> this.externs.put(e.name(), e));
        this.size = layOut(externs);
    }

    /// The layout for those of `externs` that are configuration values; empty if none is.
    static Optional<Kconfig> of(Optional<Btf> btf, List<Extern> externs) {
        List<Extern> settings =
                externs.stream().filter(e -> e.kind() == Extern.Kind.KCONFIG).toList();
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of(new Kconfig(btf.orElseThrow(), settings));
    }

    /// Puts the widest first, so that no room is lost.
    private int layOut(List<Extern> settings) {
        List<Extern> order =
                settings.stream()
                        .sorted(
                                Comparator.comparingInt((Extern e) -> -btf.alignment(e.typeId()))
                                        .thenComparing(e -> -btf.size(e.typeId()))
                                        .thenComparing(Extern::name))
                        .toList();
        long end = 0;
        for (Extern extern : order) {
            int alignment = Math.max(btf.alignment(extern.typeId()), 1);
            long start = (end + alignment - 1) / alignment * alignment;
            long bytes = btf.size(extern.typeId());
            end = start + bytes;
            if (bytes > LARGEST || end > LARGEST) {
                throw ObjectCode.TOO_LARGE.malformed(
                        "configuration value %s has %d bytes".formatted(extern.name(), bytes),
                        ExternReader.KCONFIG,
                        start,
                        "declare it smaller");
            }
            variables.add(
                    new Globals.Variable(extern.name(), (int) start, (int) bytes, extern.typeId()));
        }
        return (int) end;
    }

    /// Where a value stands in the map.
    int offset(String name) {
        return variables.stream()
                .filter(variable -> variable.name().equals(name))
                .findFirst()
                .orElseThrow()
                .offset();
    }

    /// The map before any value is known.
    MapDefinition empty() {
        return map(new byte[size]);
    }

    /// The map with the values that the target has.
    ///
    /// @throws LinkException if a value is missing, or does not fit its variable
    MapDefinition filled(Map<String, String> values) {
        byte[] contents = new byte[size];
        for (Globals.Variable variable : variables) {
            String value = values.get(variable.name());
            if (value != null) {
                byte[] bytes = new KconfigValue(btf, variable).encode(value);
                ByteBuffer.wrap(contents).put(variable.offset(), bytes);
            } else if (!externs.get(variable.name()).weak()) {
                throw missing(variable.name());
            }
        }
        return map(contents);
    }

    private MapDefinition map(byte[] contents) {
        return GlobalsReader.definition(
                ExternReader.KCONFIG,
                size,
                GlobalsReader.READ_ONLY_FOR_PROGRAMS,
                Optional.empty(),
                new Globals(contents, variables, true));
    }

    private static LinkException missing(String name) {
        return new LinkException(
                Diagnostic.of(
                                ObjectCode.UNRESOLVED,
                                "the value of kernel configuration option %s is not known"
                                        .formatted(name))
                        .at(new Place.Named("section " + ExternReader.KCONFIG))
                        .fix("give it a value, or declare it __weak to have 0 instead"));
    }
}
