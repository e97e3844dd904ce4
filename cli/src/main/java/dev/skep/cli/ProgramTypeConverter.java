package dev.skep.cli;

import dev.skep.diag.Suggestions;
import dev.skep.spec.ProgramType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads program types by the kernel's short names; `tc` and `socket` stand for the usual ones.
final class ProgramTypeConverter implements ITypeConverter<ProgramType> {
    @Override
    public ProgramType convert(String text) {
        String name =
                switch (text) {
                    case "tc" -> "sched_cls";
                    case "socket" -> "socket_filter";
                    default -> text;
                };
        return ProgramType.byName(name).orElseThrow(() -> unknown(text));
    }

    /// What a shell proposes.
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ProgramType.values()).map(ProgramType::shortName).iterator();
        }
    }

    private static TypeConversionException unknown(String text) {
        List<String> names =
                Arrays.stream(ProgramType.values()).map(ProgramType::shortName).toList();
        List<String> near = Suggestions.of(text, names);
        return new TypeConversionException(
                "there is no program type '%s'%s"
                        .formatted(
                                text,
                                near.isEmpty()
                                        ? "; skep help program lists them"
                                        : "; did you mean " + String.join(" or ", near) + "?"));
    }
}
