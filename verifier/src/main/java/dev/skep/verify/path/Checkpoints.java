package dev.skep.verify.path;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The states that were remembered on the way, by instruction. A path that comes to an instruction
/// in a state that one of them covers need not be walked on.
///
/// When states are remembered and when they are dropped again follows the kernel's experience,
/// since that decides how many instructions a verification takes.
final class Checkpoints {
    private static final int HISTORY_LIMIT = 40;
    private static final int UNPRIVILEGED_LIMIT = 64;

    /// A remembered state.
    private static final class Checkpoint {
        private final State state;
        private int hits;
        private int misses;
        private boolean cleaned;

        Checkpoint(State state) {
            this.state = state;
        }
    }

    private final Explorer explorer;
    private final Equivalence equivalence;
    private final Precision precision;
    private final Cycles cycles;

    /// By instruction and call site, the newest last.
    private final Map<Integer, List<Checkpoint>>[] remembered;

    private int previousJumps;
    private int previousProcessed;
    private int total;
    private int size;
    private int peak;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Checkpoints(Explorer explorer, Equivalence equivalence, Precision precision, Cycles cycles) {
        this.explorer = explorer;
        this.equivalence = equivalence;
        this.precision = precision;
        this.cycles = cycles;
        this.remembered = new Map[explorer.listing().size()];
    }

    /// How many states were remembered, all in all.
    int total() {
        return total;
    }

    /// The most that were remembered at once.
    int peak() {
        return peak;
    }

    private List<Checkpoint> at(int slot, int callSite) {
        if (remembered[slot] == null) {
            remembered[slot] = new HashMap<>(2);
        }
        return remembered[slot].computeIfAbsent(callSite, _ -> new ArrayList<>(4));
    }

    /// Whether the path can end at `slot`, because a remembered state covers it. Otherwise the
    /// state may be remembered.
    boolean covers(State now, int slot) {
        boolean forced =
                explorer.comparesOften()
                        || explorer.flow().isCheckpoint(slot)
                        || now.history().size() > HISTORY_LIMIT;
        boolean add = forced || jumps() >= 2 && processed() >= 8;
        List<Checkpoint> states = at(slot, now.frame().callSite());
        clean(states, now);
        int seen = states.size();
        for (int i = states.size() - 1; i >= 0; i--) {
            Checkpoint checkpoint = states.get(i);
            Match match =
                    checkpoint.state.branches() > 0
                            ? open(checkpoint.state, now, slot)
                            : finished(checkpoint.state, now);
            if (match == Match.COVERED || match == Match.ROUND) {
                checkpoint.hits++;
                hit(checkpoint.state, now, slot, match == Match.ROUND);
                return true;
            }
            if (checkpoint.state.branches() > 0 && !forced && jumps() < 20 && processed() < 100) {
                add = false;
            }
            if (add) {
                checkpoint.misses++;
            }
            int patience =
                    explorer.flow().isCheckpoint(slot) && checkpoint.state.branches() > 0 ? 64 : 3;
            if (checkpoint.misses > checkpoint.hits * patience + patience) {
                states.remove(i);
                size--;
            }
        }
        if (add && (explorer.privileged() || seen <= UNPRIVILEGED_LIMIT)) {
            remember(states, now, slot);
        }
        return false;
    }

    private int jumps() {
        return explorer.jumps() - previousJumps;
    }

    private int processed() {
        return explorer.processed() - previousProcessed;
    }

    /// How a remembered state and the current one are related.
    private enum Match {
        NONE,
        COVERED,
        ROUND
    }

    private Match finished(State old, State now) {
        boolean unsettled = cycles.unsettled(old);
        Equivalence.Likeness likeness =
                unsettled ? Equivalence.Likeness.WITHIN : Equivalence.Likeness.COVERED;
        if (!equivalence.covers(old, now, likeness)) {
            return Match.NONE;
        }
        return unsettled ? Match.ROUND : Match.COVERED;
    }

    /// Compares with a state that the current path came through: a loop.
    private Match open(State old, State now, int slot) {
        Frame frame = old.frame();
        boolean otherEntry =
                frame.role() == Frame.Role.ASYNCHRONOUS
                        && frame.asynchronousEntries() != now.frame().asynchronousEntries();
        if (otherEntry) {
            return Match.NONE;
        }
        if (explorer.isIteratorNext(slot)) {
            boolean round =
                    equivalence.covers(old, now, Equivalence.Likeness.WITHIN)
                            && explorer.iteratorIsActive(now);
            return round ? Match.ROUND : Match.NONE;
        }
        if (explorer.isMayGoto(slot)
                && old.mayGotos() != now.mayGotos()
                && equivalence.covers(old, now, Equivalence.Likeness.WITHIN)) {
            return Match.ROUND;
        }
        if (explorer.flow().callsBack(slot)) {
            return equivalence.covers(old, now, Equivalence.Likeness.WITHIN)
                    ? Match.ROUND
                    : Match.NONE;
        }
        boolean circle =
                Equivalence.mayLoop(old, now)
                        && equivalence.covers(old, now, Equivalence.Likeness.EXACT)
                        && !Equivalence.iteratorsAdvanced(old, now)
                        && old.mayGotos() == now.mayGotos()
                        && old.callbackUnrolls() == now.callbackUnrolls();
        if (circle) {
            throw explorer.refuse(
                    VerifierCode.INFINITE_LOOP,
                    "the path comes back here with everything as it was before",
                    "infinite loop detected at insn " + slot);
        }
        return Match.NONE;
    }

    private void hit(State old, State now, int slot, boolean round) {
        if (explorer.flow().remembersWayTo(slot)) {
            explorer.note(
                    dev.skep.verify.domain.History.NO_STACK_ACCESS,
                    dev.skep.verify.domain.History.NO_LINKS);
        }
        if (explorer.privileged()) {
            precision.propagate(old, now);
        }
        if (round) {
            State back = now.copy();
            back.setEqual(old);
            cycles.add(old, back);
        }
    }

    private void remember(List<Checkpoint> states, State now, int slot) {
        total++;
        size++;
        peak = Math.max(peak, size);
        previousJumps = explorer.jumps();
        previousProcessed = explorer.processed();
        if (explorer.privileged()) {
            forgetPrecision(now);
        }
        State kept = now.copy();
        kept.setSlot(slot);
        cycles.enter(kept);
        now.setParent(kept);
        now.setFirst(slot);
        now.setPathDepth(kept.pathDepth() + 1);
        now.history().clear();
        states.add(new Checkpoint(kept));
    }

    /// What mattered before this state was reached is marked in its parents.
    private static void forgetPrecision(State state) {
        for (int f = 0; f <= state.depth(); f++) {
            Frame frame = state.frame(f);
            for (int i = 0; i < 10; i++) {
                Register register = frame.get(i);
                if (register.precise()) {
                    frame.set(i, register.precise(false));
                }
            }
            for (int i = 0; i < frame.slots(); i++) {
                StackSlot slot = frame.slot(i);
                if (slot.isSpill() && slot.spilled().precise()) {
                    frame.setSlot(i, slot.with(slot.spilled().precise(false)));
                }
            }
        }
    }

    /// Removes what nobody will read from finished states.
    private void clean(List<Checkpoint> states, State now) {
        for (Checkpoint checkpoint : states) {
            State state = checkpoint.state;
            if (!checkpoint.cleaned
                    && state.branches() == 0
                    && sameCallSites(state, now)
                    && !cycles.unsettled(state)) {
                checkpoint.cleaned = true;
                explorer.clean(state);
            }
        }
    }

    private static boolean sameCallSites(State one, State other) {
        if (one.depth() != other.depth()) {
            return false;
        }
        for (int i = 0; i <= one.depth(); i++) {
            if (one.frame(i).callSite() != other.frame(i).callSite()) {
                return false;
            }
        }
        return true;
    }

    /// The state of an earlier round of the loop that `from` is in, at `slot`.
    Optional<State> earlierRound(State from, int slot) {
        if (from == null) {
            return Optional.empty();
        }
        List<Checkpoint> states = at(slot, from.frame().callSite());
        for (int i = states.size() - 1; i >= 0; i--) {
            State state = states.get(i).state;
            if (state.branches() > 0
                    && sameCallSites(state, from)
                    && state.pathDepth() < from.pathDepth()) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
