package dev.skep.spec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reads `contexts.txt`: a paragraph a structure. Contexts start with `context name size`, the
/// program types they are for, and the groups of attach types that their rows name; what other
/// pointers lead to starts with `pointer kind name size`.
final class ContextTable {
    static final Map<ProgramType, ContextTable> CONTEXTS = new EnumMap<>(ProgramType.class);
    static final Map<String, ContextLayout> POINTERS = new HashMap<>();

    static {
        read(Resource.lines("contexts.txt"));
    }

    private static final String PRIVILEGED = "privileged";

    /// A field as all programs of the type may use it, and what some may do besides: those of
    /// privileged loaders, and those that expect some attach types.
    private record Row(
            ContextField field,
            Set<ContextField.Access> privileged,
            Map<AttachType, Set<ContextField.Access>> besides) {
        /// The field as programs of privileged loaders that expect one of the attach types may use
        /// it.
        ContextField forAny(Set<AttachType> attachTypes) {
            Set<ContextField.Access> access = EnumSet.copyOf(privileged);
            access.addAll(field.access());
            besides.forEach(
                    (attach, more) -> {
                        if (attachTypes.contains(attach)) {
                            access.addAll(more);
                        }
                    });
            return field.withAccess(access);
        }
    }

    private final String structName;
    private final int size;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Set<AttachType>> groups = new HashMap<>();
    private final ContextLayout widest;
    private final Map<AttachType, ContextLayout> exact = new ConcurrentHashMap<>();

    private ContextTable(String structName, String size, List<String> lines) {
        this.structName = structName;
        this.size = Integer.parseInt(size);
        for (String line : lines) {
            String[] cells = line.strip().split(" ");
            if (cells[0].equals("group")) {
                groups.put(cells[1], attachTypes(cells));
            } else {
                rows.add(row(cells));
            }
        }
        Set<AttachType> all = EnumSet.allOf(AttachType.class);
        widest = layout(all);
    }

    /// The structure with all that any of the program type's attach types allows.
    ContextLayout widest() {
        return widest;
    }

    /// The structure as programs of loaders without privileges may use it.
    ContextLayout unprivileged() {
        return new ContextLayout(structName, size, rows.stream().map(Row::field).toList());
    }

    /// The structure as programs that expect an attach type may use it.
    ContextLayout exact(AttachType attach) {
        return exact.computeIfAbsent(attach, only -> layout(EnumSet.of(only)));
    }

    private ContextLayout layout(Set<AttachType> attachTypes) {
        return new ContextLayout(
                structName, size, rows.stream().map(r -> r.forAny(attachTypes)).toList());
    }

    private static void read(List<String> lines) {
        int at = 0;
        while (at < lines.size()) {
            int end = at + 1;
            while (end < lines.size() && lines.get(end).startsWith(" ")) {
                end++;
            }
            String[] head = lines.get(at).split(" ");
            if (head[0].equals("pointer")) {
                List<String> rows = lines.subList(at + 1, end);
                POINTERS.put(head[1], new ContextTable(head[2], head[3], rows).widest());
            } else {
                List<String> rows = lines.subList(at + 2, end);
                ContextTable context = new ContextTable(head[1], head[2], rows);
                String types = lines.get(at + 1).strip().substring("for ".length());
                for (String type : types.split(" ")) {
                    CONTEXTS.put(ProgramType.byName(type).orElseThrow(), context);
                }
            }
            at = end;
        }
    }

    private static Set<AttachType> attachTypes(String[] cells) {
        Set<AttachType> attachTypes = EnumSet.noneOf(AttachType.class);
        for (int i = 2; i < cells.length; i++) {
            attachTypes.add(AttachType.valueOf(cells[i].toUpperCase(Locale.ROOT)));
        }
        return attachTypes;
    }

    private Row row(String[] cells) {
        ContextField field =
                new ContextField(
                        cells[3],
                        Integer.parseInt(cells[0]),
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2]),
                        ContextField.Kind.valueOf(cells[4].toUpperCase(Locale.ROOT)),
                        access(cells[5]));
        Map<AttachType, Set<ContextField.Access>> besides = new EnumMap<>(AttachType.class);
        Set<ContextField.Access> privileged = access("-");
        for (int i = 6; i < cells.length; i++) {
            String[] parts = cells[i].split("@");
            if (parts[1].equals(PRIVILEGED)) {
                privileged = access(parts[0]);
            } else {
                groups.get(parts[1]).forEach(attach -> besides.put(attach, access(parts[0])));
            }
        }
        return new Row(field, privileged, besides);
    }

    /// Letters, or `-` for no access at all.
    private static Set<ContextField.Access> access(String letters) {
        Set<ContextField.Access> allowed = EnumSet.noneOf(ContextField.Access.class);
        for (ContextField.Access access : ContextField.Access.values()) {
            if (letters.indexOf(access.letter()) >= 0) {
                allowed.add(access);
            }
        }
        if (allowed.size() != (letters.equals("-") ? 0 : letters.length())) {
            throw new IllegalStateException("contexts.txt: " + letters);
        }
        return allowed;
    }
}
