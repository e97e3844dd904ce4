package dev.skep.spec;

import dev.skep.diag.Suggestions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The helper functions of Linux 6.18. Their rows stand in `helpers.txt` beside this class.
public final class Helpers {
    /// Found when the first helper is asked for; each is read when it is asked for itself, since
    /// few programs use many.
    private static final class Table {
        static final List<List<String>> PARAGRAPHS =
                HelperTable.paragraphs(Resource.lines("helpers.txt"));

        private static final Helper[] ROWS = new Helper[PARAGRAPHS.size()];

        /// The helper in row `index`; threads that ask at once may read it twice, to equal values.
        static Helper row(int index) {
            Helper row = ROWS[index];
            if (row == null) {
                row = HelperTable.read(PARAGRAPHS.get(index));
                ROWS[index] = row;
            }
            return row;
        }
    }

    /// All of them, read when all are asked for.
    private static final class All {
        static final List<Helper> ROWS =
                IntStream.range(0, Table.PARAGRAPHS.size()).mapToObj(Table::row).toList();
        static final Map<String, Helper> BY_NAME =
                ROWS.stream().collect(Collectors.toMap(Helper::name, Function.identity()));
    }

    /// Programs that may give pointers into the packet to helpers.
    private static final Set<ProgramType> LENDING =
            EnumSet.of(
                    ProgramType.SCHED_CLS,
                    ProgramType.SCHED_ACT,
                    ProgramType.XDP,
                    ProgramType.CGROUP_SKB,
                    ProgramType.LWT_IN,
                    ProgramType.LWT_OUT,
                    ProgramType.LWT_XMIT,
                    ProgramType.LWT_SEG6LOCAL,
                    ProgramType.SK_SKB,
                    ProgramType.SK_MSG,
                    ProgramType.SK_REUSEPORT,
                    ProgramType.FLOW_DISSECTOR);

    private Helpers() {}

    /// All helpers in the order of their ids, which run from 1 without gaps.
    public static List<Helper> all() {
        return All.ROWS;
    }

    /// The helper with that id.
    public static Optional<Helper> byId(int id) {
        return id >= 1 && id <= Table.PARAGRAPHS.size()
                ? Optional.of(Table.row(id - 1))
                : Optional.empty();
    }

    /// The helper with that name, with or without `bpf_`.
    public static Optional<Helper> byName(String name) {
        String plain = name.startsWith("bpf_") ? name.substring("bpf_".length()) : name;
        return Optional.ofNullable(All.BY_NAME.get(plain));
    }

    /// The helpers that programs of a type may call, in the order of their ids.
    public static List<Helper> of(ProgramType type) {
        List<Helper> found = new ArrayList<>(all());
        found.removeIf(h -> !h.programTypes().contains(type));
        return found;
    }

    /// Whether programs of `type` that expect to be attached as `attach` may call a helper.
    public static boolean allowed(Helper helper, ProgramType type, AttachType attach) {
        Set<AttachType> some = helper.attachTypes().get(type);
        return helper.programTypes().contains(type) && (some == null || some.contains(attach));
    }

    /// Whether programs that are attached to the function `target` may call a helper, too.
    public static boolean allowed(
            Helper helper, ProgramType type, AttachType attach, String target) {
        Set<String> some = helper.targets().get(attach);
        return allowed(helper, type, attach) && (some == null || some.contains(target));
    }

    /// Whether programs of `type` may give a helper pointers into their packet where it wants
    /// memory. Programs for socket options may do so with the option's value and any helper.
    public static boolean takesPacket(Helper helper, ProgramType type) {
        return type == ProgramType.CGROUP_SOCKOPT
                || LENDING.contains(type) && helper.effects().contains(Helper.Effect.TAKES_PACKET);
    }

    /// What it takes to load a program of `type` that calls a helper. The helpers that cast sockets
    /// (`skc_to_...`) need less in programs of type `syscall` than their rows say.
    public static Privilege privilege(Helper helper, ProgramType type) {
        boolean casts = helper.name().startsWith("skc_to_");
        return type == ProgramType.SYSCALL && casts ? Privilege.BPF : helper.privilege();
    }

    /// The helpers that take maps of a type, in the order of their ids.
    public static List<Helper> of(MapType type) {
        return all().stream().filter(h -> h.mapTypes().contains(type)).toList();
    }

    /// The names nearest to one that no helper has, at most three, nearest first.
    public static List<String> suggestions(String name) {
        String plain = name.startsWith("bpf_") ? name.substring("bpf_".length()) : name;
        return Suggestions.of(plain, All.BY_NAME.keySet());
    }
}
