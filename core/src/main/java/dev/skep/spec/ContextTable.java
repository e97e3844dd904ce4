package dev.skep.spec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `contexts.txt`: a paragraph a structure, its first lines `context name size` and the
/// program types it is for.
final class ContextTable {
    static final Map<ProgramType, ContextLayout> LAYOUTS = read(Resource.lines("contexts.txt"));

    private ContextTable() {}

    private static Map<ProgramType, ContextLayout> read(List<String> lines) {
        Map<ProgramType, ContextLayout> layouts = new EnumMap<>(ProgramType.class);
        int at = 0;
        while (at < lines.size()) {
            String[] head = lines.get(at).split(" ");
            String[] types = lines.get(at + 1).strip().split(" ");
            List<ContextField> fields = new ArrayList<>();
            for (at += 2; at < lines.size() && lines.get(at).startsWith(" "); at++) {
                fields.add(field(lines.get(at).strip().split(" ")));
            }
            ContextLayout layout = new ContextLayout(head[1], Integer.parseInt(head[2]), fields);
            for (int i = 1; i < types.length; i++) {
                layouts.put(ProgramType.byName(types[i]).orElseThrow(), layout);
            }
        }
        return layouts;
    }

    private static ContextField field(String[] cells) {
        return new ContextField(
                cells[3],
                Integer.parseInt(cells[0]),
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                ContextField.Kind.valueOf(cells[4].toUpperCase(Locale.ROOT)),
                access(cells[5]));
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
