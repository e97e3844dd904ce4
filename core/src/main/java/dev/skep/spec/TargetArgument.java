package dev.skep.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is particular about an argument of a typed tracepoint or an iterator, and its type does not
/// say. The rows stand in `arguments.txt` beside this class.
public enum TargetArgument {
    /// A trusted pointer, or NULL.
    NULLABLE,
    /// A pointer of the old kind, neither trusted nor untrusted, or NULL.
    NULLABLE_UNTRUSTED,
    /// A buffer that may be read and written, or NULL.
    BUFFER,
    /// A buffer that may be read, or NULL.
    READ_ONLY_BUFFER;

    /// Read when the first argument is asked for.
    private static final class Table {
        static final Map<String, Map<Integer, TargetArgument>> ROWS =
                Resource.lines("arguments.txt").stream()
                        .map(line -> line.split(" "))
                        .collect(Collectors.toMap(parts -> parts[0], Table::arguments));

        private static Map<Integer, TargetArgument> arguments(String[] parts) {
            return Arrays.stream(parts)
                    .skip(1)
                    .map(part -> part.split("="))
                    .collect(
                            Collectors.toMap(
                                    part -> Integer.valueOf(part[0]),
                                    part -> valueOf(part[1].toUpperCase(Locale.ROOT))));
        }
    }

    /// What is particular about an argument; empty for most.
    ///
    /// @param target the name among the kernel's types: `btf_trace_sched_pi_setprio`
    /// @param argument counted from 0
    public static Optional<TargetArgument> of(String target, int argument) {
        return Optional.ofNullable(Table.ROWS.getOrDefault(target, Map.of()).get(argument));
    }

    /// Whether anything is known of a target. All iterators of Linux 6.18 are.
    public static boolean knows(String target) {
        return Table.ROWS.containsKey(target);
    }
}
