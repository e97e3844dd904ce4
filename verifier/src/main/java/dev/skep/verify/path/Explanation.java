package dev.skep.verify.path;

import dev.skep.diag.Diagnostic;
import dev.skep.isa.Insn;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Custody;
import dev.skep.verify.flow.Listing;
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
        Lineage lineage = new Lineage(walk.listing(), path);
        for (int number : registers) {
            diagnostic = diagnostic.because(known(number, lineage));
            diagnostic = past(diagnostic, number, lineage);
        }
        diagnostic = sections(diagnostic, lineage);
        for (String branch : way(path)) {
            diagnostic = diagnostic.because(branch);
        }
        return refusal.with(diagnostic);
    }

    private String known(int number, Lineage lineage) {
        Register register = walk.state().get(number);
        int at = lineage.origin(number, 0);
        int since = at < 0 ? -1 : lineage.path()[at];
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

    /// What register `number` was before it was given back: a remedy comes with it.
    private Diagnostic past(Diagnostic diagnostic, int number, Lineage lineage) {
        int giver = lineage.giver(number, 0);
        int taker = giver < 0 ? -1 : lineage.taker(giver);
        if (taker < 0) {
            return diagnostic;
        }
        Listing listing = walk.listing();
        int[] path = lineage.path();
        String point = listing.point(path[taker]);
        String remedy =
                Custody.takes(listing, path[0])
                        ? "give it back once: leave out this call of %s, or the one at %s"
                                .formatted(Custody.called(listing, path[0]), point)
                        : "use it before %s gives it back at %s"
                                .formatted(Custody.called(listing, path[taker]), point);
        return diagnostic
                .because(
                        "r%d held %s; %s gave it back at %s"
                                .formatted(
                                        number,
                                        Custody.thing(listing, path[giver]),
                                        Custody.called(listing, path[taker]),
                                        point))
                .fix(remedy);
    }

    /// Since when a section is open, where that is what is wrong.
    private Diagnostic sections(Diagnostic diagnostic, Lineage lineage) {
        if (diagnostic.code() != VerifierCode.SLEEP && diagnostic.code() != VerifierCode.SECTION) {
            return diagnostic;
        }
        Holdings holdings = walk.state().holdings();
        Diagnostic more = diagnostic;
        if (holdings.rcu() > 0) {
            more = section(more, lineage, "bpf_rcu_read_lock", "bpf_rcu_read_unlock");
        }
        if (holdings.preemptionOff() > 0) {
            more = section(more, lineage, "bpf_preempt_disable", "bpf_preempt_enable");
        }
        return more;
    }

    private Diagnostic section(
            Diagnostic diagnostic, Lineage lineage, String opening, String closing) {
        int at = lineage.open(opening, closing);
        if (at < 0) {
            return diagnostic;
        }
        return diagnostic
                .because(
                        "%s opened the section at %s"
                                .formatted(opening, walk.listing().point(lineage.path()[at])))
                .fix("call %s before this line, on every path".formatted(closing));
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
