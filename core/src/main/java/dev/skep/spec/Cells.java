package dev.skep.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What the cells of the text tables mean.
final class Cells {
    private Cells() {}

    /// `all`, `all but` some, `none`, or just some; what replaces another program may do as that
    /// does.
    static Set<ProgramType> programTypes(String text) {
        if (text.equals("none")) {
            return Set.of();
        }
        boolean all = text.startsWith("all");
        Set<ProgramType> types =
                all ? EnumSet.allOf(ProgramType.class) : EnumSet.of(ProgramType.EXT);
        String names = all ? text.substring(Math.min(text.length(), "all but ".length())) : text;
        for (String name : names.split(" ")) {
            if (name.isEmpty()) {
                continue;
            }
            ProgramType type = ProgramType.byName(name).orElseThrow();
            if (all) {
                types.remove(type);
            } else {
                types.add(type);
            }
        }
        return Collections.unmodifiableSet(types);
    }

    /// A program type and attach types: programs of that type must expect one of those.
    static void attachTypes(String text, Map<ProgramType, Set<AttachType>> into) {
        String[] cells = text.split(" ", 2);
        into.put(ProgramType.byName(cells[0]).orElseThrow(), constants(AttachType.class, cells[1]));
    }

    /// Constants by their names in lower case.
    static <E extends Enum<E>> Set<E> constants(Class<E> type, String names) {
        Set<E> constants = EnumSet.noneOf(type);
        for (String name : names.split(" ")) {
            constants.add(Enum.valueOf(type, name.toUpperCase(Locale.ROOT)));
        }
        return Collections.unmodifiableSet(constants);
    }
}
