package dev.skep.spec;

import dev.skep.diag.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kernel functions that programs of Linux 6.18 may call. Their rows stand in `kfuncs.txt`
/// beside this class. Other kernels, and modules, may have others.
public final class Kfuncs {
    /// Read when the first function is asked for.
    private static final class Table {
        static final List<Kfunc> ROWS = KfuncTable.read(Resource.lines("kfuncs.txt"));
        static final Map<String, Kfunc> BY_NAME =
                ROWS.stream().collect(Collectors.toMap(Kfunc::name, Function.identity()));
    }

    private Kfuncs() {}

    /// All functions in the order of their names.
    public static List<Kfunc> all() {
        return Table.ROWS;
    }

    /// The function of that name, as the kernel spells it.
    public static Optional<Kfunc> byName(String name) {
        return Optional.ofNullable(Table.BY_NAME.get(name));
    }

    /// The place of the function of that name in [#all()], -1 if there is none.
    public static int numberOf(String name) {
        Kfunc row = Table.BY_NAME.get(name);
        return row == null ? -1 : Table.ROWS.indexOf(row);
    }

    /// Whether programs of `type` that expect to be attached as `attach` may call a function.
    public static boolean allowed(Kfunc kfunc, ProgramType type, AttachType attach) {
        Set<AttachType> some = kfunc.attachTypes().get(type);
        return kfunc.programTypes().contains(type) && (some == null || some.contains(attach));
    }

    /// The names nearest to one that no function has, at most three, nearest first.
    public static List<String> suggestions(String name) {
        return Suggestions.of(name, Table.BY_NAME.keySet());
    }
}
