package dev.skep.cli;

import dev.skep.diag.Suggestions;
import dev.skep.spec.AttachType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads attach types by the kernel's names, with or without `BPF_`, in capitals or not.
final class AttachTypeConverter implements ITypeConverter<AttachType> {
    @Override
    public AttachType convert(String text) {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^BPF_", "");
        return Arrays.stream(AttachType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    /// What a shell proposes.
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(AttachType.values())
                    .map(AttachTypeConverter::shortName)
                    .iterator();
        }
    }

    /// The name as people type it: `cgroup_inet4_bind`.
    static String shortName(AttachType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static TypeConversionException unknown(String text) {
        List<String> names =
                Arrays.stream(AttachType.values()).map(AttachTypeConverter::shortName).toList();
        List<String> near = Suggestions.of(text.toLowerCase(Locale.ROOT), names);
        return new TypeConversionException(
                "there is no attach type '%s'%s"
                        .formatted(
                                text,
                                near.isEmpty()
                                        ? ""
                                        : "; did you mean " + String.join(" or ", near) + "?"));
    }
}
