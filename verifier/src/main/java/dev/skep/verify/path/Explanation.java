package dev.skep.verify.path;

import dev.skep.diag.Diagnostic;
import dev.skep.isa.Insn;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Refusal;
import dev.skep.verify.rule.Walk;
import dev.skep.verify.rule.Words;
import java.util.ArrayList;
import java.util.List;

/// Adds to a refusal what was known of the registers involved, since when, and which branches led
/// there. The path is read backwards from its history, so that walking costs nothing.
final class Explanation {
    private static final int MOST_STEPS = 4096;
    private static final int MOST_BRANCHES = 4;

    private final Walk walk;

    Explanation(Walk walk) {
        this.walk = walk;
    }

    Refusal of(Refusal refusal, int... registers) {
        Diagnostic diagnostic = refusal.diagnostic();
        int[] path = backwards(walk.state());
        for (int number : registers) {
            diagnostic = diagnostic.because(known(number, path));
        }
        for (String branch : way(path)) {
            diagnostic = diagnostic.because(branch);
        }
        return refusal.with(diagnostic);
    }

    private String known(int number, int[] path) {
        Register register = walk.state().get(number);
        int since = origin(number, path);
        String place = since < 0 ? "" : " (since %s)".formatted(walk.listing().point(since));
        if (register.kind() == Kind.UNWRITTEN && since >= 0) {
            boolean call =
                    walk.listing().at(since) instanceof Insn.CallHelper
                            || walk.listing().at(since) instanceof Insn.CallKfunc
                            || walk.listing().at(since) instanceof Insn.CallSubprogram;
            return call
                    ? "r%d lost its value in the call at %s"
                            .formatted(number, walk.listing().point(since))
                    : "r%d holds nothing%s".formatted(number, place);
        }
        return "r%d %s%s".formatted(number, Words.plain(register), place);
    }

    /// The instructions of the path, the newest first.
    private static int[] backwards(State end) {
        List<Integer> path = new ArrayList<>();
        State state = end;
        int slot = state.slot();
        while (state != null && path.size() < MOST_STEPS) {
            History history = state.history();
            int notes = history.size();
            while (slot >= 0 && path.size() < MOST_STEPS) {
                path.add(slot);
                if (slot == state.first()
                        && (notes == 0 || notes == 1 && history.slot(0) == slot)) {
                    break;
                }
                if (notes > 0 && history.slot(notes - 1) == slot) {
                    slot = history.previous(--notes);
                } else {
                    slot--;
                }
            }
            state = state.parent();
            slot = state == null ? -1 : state.last();
        }
        return path.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The instruction that gave register `number` its value, -1 if that is not on the path.
    private int origin(int number, int[] path) {
        int depth = 0;
        for (int i = 1; i < path.length; i++) {
            Insn insn = walk.listing().at(path[i]);
            if (insn == null) {
                continue;
            }
            if (insn instanceof Insn.Exit) {
                depth++;
            } else if (insn instanceof Insn.CallSubprogram call && path[i - 1] == call.target()) {
                depth--;
                if (depth < 0 && (number == 0 || number > 5)) {
                    return -1;
                }
                depth = Math.max(depth, 0);
                if (depth == 0 && number == 0) {
                    return path[i];
                }
            } else if (depth == 0 && writes(insn, number)) {
                return path[i];
            }
        }
        return -1;
    }

    private static boolean writes(Insn insn, int number) {
        return switch (insn) {
            case Insn.Alu i -> i.dst() == number;
            case Insn.Negate i -> i.dst() == number;
            case Insn.SignExtend i -> i.dst() == number;
            case Insn.ByteSwap i -> i.dst() == number;
            case Insn.CastAddressSpace i -> i.dst() == number;
            case Insn.LoadImmediate i -> i.dst() == number;
            case Insn.Load i -> i.dst() == number;
            case Insn.LoadAcquire i -> i.dst() == number;
            case Insn.Atomic i -> i.fetch() && i.src() == number;
            case Insn.CallHelper _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.CallSubprogram _,
                    Insn.PacketLoad _ ->
                    number <= 5;
            case Insn.Store _,
                    Insn.StoreRelease _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.Exit _ ->
                    false;
        };
    }

    /// The last branches before the end of the path, in the order in which they were met.
    private List<String> way(int[] path) {
        List<String> branches = new ArrayList<>();
        for (int i = 1; i < path.length && branches.size() < MOST_BRANCHES; i++) {
            if (walk.listing().at(path[i]) instanceof Insn.Branch branch) {
                boolean taken = path[i - 1] == branch.target();
                branches.addFirst(
                        "path: at %s, %s, %s %s"
                                .formatted(
                                        walk.listing().point(path[i]),
                                        walk.listing().sourceOrText(path[i]),
                                        taken ? "jumped to" : "went on to",
                                        walk.listing().point(path[i - 1])));
            }
        }
        return branches;
    }
}
