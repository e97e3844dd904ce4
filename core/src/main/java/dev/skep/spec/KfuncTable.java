package dev.skep.spec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `kfuncs.txt`: a paragraph a function, its first line `name(argument: KIND, ...) -> KIND`.
final class KfuncTable {
    private static final String NOT_IN_JVM = "not in the JVM: ";

    /// A kind, with the structure that a pointer leads to, or a number of bytes.
    private record Typed(KfuncKind kind, String structName, int size) {
        static Typed of(String text) {
            String[] parts = text.split(" ");
            String more = parts.length > 1 ? parts[1] : "";
            boolean number = !more.isEmpty() && Character.isDigit(more.charAt(0));
            return new Typed(
                    KfuncKind.valueOf(parts[0]),
                    number ? "" : more,
                    number ? Integer.parseInt(more) : 0);
        }
    }

    private final String head;
    private Set<ProgramType> types = Set.of();
    private final Map<ProgramType, Set<AttachType>> attachTypes = new EnumMap<>(ProgramType.class);
    private Set<Kfunc.Flag> flags = Set.of();
    private String reason = "";

    private KfuncTable(String head) {
        this.head = head;
    }

    static List<Kfunc> read(List<String> lines) {
        List<KfuncTable> rows = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                rows.getLast().detail(line.strip());
            } else {
                rows.add(new KfuncTable(line));
            }
        }
        return rows.stream().map(KfuncTable::kfunc).toList();
    }

    private void detail(String line) {
        if (line.startsWith("for ")) {
            types = Cells.programTypes(line.substring("for ".length()));
        } else if (line.startsWith("when ")) {
            Cells.attachTypes(line.substring("when ".length()), attachTypes);
        } else if (line.startsWith("flags ")) {
            flags = Cells.constants(Kfunc.Flag.class, line.substring("flags ".length()));
        } else if (line.startsWith(NOT_IN_JVM)) {
            reason = line.substring(NOT_IN_JVM.length());
        } else {
            throw new IllegalStateException("kfuncs.txt: " + line);
        }
    }

    private Kfunc kfunc() {
        int open = head.indexOf('(');
        int close = head.lastIndexOf(')');
        Typed result = Typed.of(head.substring(close + ") -> ".length()));
        return new Kfunc(
                head.substring(0, open),
                arguments(head.substring(open + 1, close)),
                new Kfunc.Result(result.kind(), result.structName(), result.size()),
                flags,
                types,
                attachTypes,
                Availability.of(reason));
    }

    private static List<Kfunc.Argument> arguments(String text) {
        List<Kfunc.Argument> arguments = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String argument : text.split(", ")) {
                String[] parts = argument.split(": ");
                Typed typed = Typed.of(parts[1]);
                arguments.add(
                        new Kfunc.Argument(
                                parts[0], typed.kind(), typed.structName(), typed.size()));
            }
        }
        return arguments;
    }
}
