package dev.skep.verify.path;

import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;
import dev.skep.verify.flow.LiveRegisters;
import java.util.Arrays;

/// Whether a state that was walked already covers another one at the same instruction: whatever
/// held for the old one holds for the new one.
final class Equivalence {
    /// How alike two states have to be.
    enum Likeness {
        /// The old one covers the new one, as far as exact values mattered.
        COVERED,
        /// The same, with all values mattering: for loops, where it is not known yet what matters.
        WITHIN,
        /// Equal.
        EXACT
    }

    private final LiveRegisters live;
    private final boolean privileged;
    private final boolean exactNumbers;
    private final Ids ids = new Ids();

    /// With `exactNumbers` the value of every number matters.
    Equivalence(LiveRegisters live, boolean privileged, boolean exactNumbers) {
        this.live = live;
        this.privileged = privileged;
        this.exactNumbers = exactNumbers;
    }

    boolean covers(State old, State now, Likeness likeness) {
        if (old.depth() != now.depth()
                || old.speculative() && !now.speculative()
                || old.sleepable() != now.sleepable()) {
            return false;
        }
        ids.reset();
        if (!holdings(old.holdings(), now.holdings())) {
            return false;
        }
        for (int i = 0; i <= old.depth(); i++) {
            if (old.frame(i).callSite() != now.frame(i).callSite()
                    || !frame(old.frame(i), now.frame(i), live.before(old.slotOf(i)), likeness)) {
                return false;
            }
        }
        return true;
    }

    private boolean holdings(Holdings old, Holdings now) {
        if (old.held().size() != now.held().size()
                || old.locks() != now.locks()
                || old.preemptionOff() != now.preemptionOff()
                || old.rcu() != now.rcu()
                || !ids.match(old.interrupts(), now.interrupts())) {
            return false;
        }
        for (int i = 0; i < old.held().size(); i++) {
            Holdings.Held one = old.held().get(i);
            Holdings.Held other = now.held().get(i);
            if (one.type() != other.type()
                    || one.owner() != other.owner()
                    || !ids.match(one.id(), other.id())) {
                return false;
            }
        }
        return true;
    }

    private boolean frame(Frame old, Frame now, int alive, Likeness likeness) {
        if (old.callbackDepth() > now.callbackDepth()) {
            return false;
        }
        for (int i = 0; i < 11; i++) {
            if ((alive >>> i & 1) != 0 && !register(old.get(i), now.get(i), likeness)) {
                return false;
            }
        }
        return stack(old, now, likeness);
    }

    private boolean register(Register old, Register now, Likeness likeness) {
        if (old == now && old.id() == 0 && old.ref() == 0) {
            return true;
        }
        if (likeness == Likeness.EXACT) {
            return exact(old, now);
        }
        if (old.kind() == Kind.UNWRITTEN
                && (likeness == Likeness.COVERED || now.kind() == Kind.UNWRITTEN)) {
            return true;
        }
        if (old.kind() != now.kind()) {
            return false;
        }
        if (old.kind() == Kind.SCALAR) {
            return number(old, now, likeness);
        }
        if (old.flags() != now.flags()) {
            return false;
        }
        return switch (old.kind()) {
            case MAP_KEY, MAP_VALUE, MEMORY, BUFFER, TRACEPOINT_BUFFER ->
                    old.offset() == now.offset()
                            && old.target().equals(now.target())
                            && old.scalar().covers(now.scalar())
                            && ids.match(old.id(), now.id())
                            && ids.match(old.ref(), now.ref());
            case PACKET, PACKET_META -> packet(old, now);
            case ARENA -> true;
            case UNWRITTEN,
                    SCALAR,
                    CONTEXT,
                    MAP,
                    STACK,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCKET_COMMON,
                    TCP_SOCKET,
                    XDP_SOCKET,
                    BTF,
                    FUNCTION,
                    DYNPTR,
                    ITERATOR ->
                    exact(old, now);
        };
    }

    private boolean exact(Register old, Register now) {
        return old.kind() == now.kind()
                && (old.flags() == now.flags() || old.kind() == Kind.SCALAR)
                && old.offset() == now.offset()
                && old.target().equals(now.target())
                && old.scalar().equals(now.scalar())
                && ids.match(old.id(), now.id())
                && ids.match(old.ref(), now.ref());
    }

    private boolean number(Register old, Register now, Likeness likeness) {
        if (!old.precise() && !exactNumbers && likeness == Likeness.COVERED) {
            return true;
        }
        if (old.isDistant() || now.isDistant()) {
            if (old.flags() != now.flags() || old.offset() != now.offset()) {
                return false;
            }
        }
        return old.scalar().covers(now.scalar()) && ids.matchNumbers(old.id(), now.id());
    }

    private boolean packet(Register old, Register now) {
        int before = old.proven();
        int after = now.proven();
        boolean ended = before < 0 || after < 0;
        if (ended ? before != after : before > after) {
            return false;
        }
        return old.offset() == now.offset()
                && ids.match(old.id(), now.id())
                && old.scalar().covers(now.scalar());
    }

    private boolean stack(Frame old, Frame now, Likeness likeness) {
        int slots = old.slots();
        for (int i = 0; i < slots; i++) {
            StackSlot before = old.slot(i);
            StackSlot after = now.slot(i);
            if (likeness != Likeness.COVERED
                    && (i >= now.slots() || before.bytes() != after.bytes())) {
                return false;
            }
            if (!slot(before, after, i < now.slots(), likeness)) {
                return false;
            }
        }
        return true;
    }

    private boolean slot(StackSlot old, StackSlot now, boolean exists, Likeness likeness) {
        if (old == now && !old.isSpill()) {
            return true;
        }
        boolean matters = false;
        for (int i = 0; i < StackSlot.SIZE; i++) {
            int kind = old.at(i);
            matters |= kind != StackSlot.INVALID && !(kind == StackSlot.MISC && privileged);
        }
        if (!matters) {
            return true;
        }
        if (!exists) {
            return false;
        }
        Register oldNumber = number(old);
        Register newNumber = number(now);
        if (oldNumber != null && newNumber != null) {
            return register(oldNumber, newNumber, likeness);
        }
        for (int i = 0; i < StackSlot.SIZE; i++) {
            if (!sameByte(old.at(i), now.at(i))) {
                return false;
            }
        }
        return special(old, now, likeness);
    }

    private boolean sameByte(int old, int now) {
        return old == StackSlot.INVALID
                || old == StackSlot.MISC && (privileged || now == StackSlot.ZERO)
                || old == now;
    }

    /// The number that a load of the whole slot gives: a spilled one, or any where something was
    /// written; `null` for other contents.
    private Register number(StackSlot slot) {
        if (slot.isSpill() && slot.isScalarSpill() && slot.isWholeSpill()) {
            return slot.spilled();
        }
        if (slot.isSpill()) {
            return null;
        }
        for (int i = 0; i < StackSlot.SIZE; i++) {
            int kind = slot.at(i);
            boolean any = kind == StackSlot.MISC || kind == StackSlot.INVALID && privileged;
            if (!any) {
                return null;
            }
        }
        return Register.UNKNOWN;
    }

    private boolean special(StackSlot old, StackSlot now, Likeness likeness) {
        return switch (old.at(0)) {
            case StackSlot.SPILL -> register(old.spilled(), now.spilled(), likeness);
            case StackSlot.ITERATOR -> {
                Target.Iteration before = (Target.Iteration) old.spilled().target();
                Target.Iteration after = (Target.Iteration) now.spilled().target();
                yield before.type().equals(after.type())
                        && before.progress() == after.progress()
                        && ids.match(old.spilled().ref(), now.spilled().ref());
            }
            default -> true;
        };
    }

    /// Whether the registers of the current frames are equal, but for what matters of them: a hint
    /// that the path goes round in a circle.
    static boolean mayLoop(State old, State now) {
        if (old.depth() != now.depth()) {
            return false;
        }
        for (int i = 0; i < 11; i++) {
            Register one = old.frame().get(i).precise(false);
            Register other = now.frame().get(i).precise(false);
            if (!one.equals(other)) {
                return false;
            }
        }
        return true;
    }

    /// Whether an iterator of the old state went on since.
    static boolean iteratorsAdvanced(State old, State now) {
        for (int f = 0; f <= old.depth(); f++) {
            for (int s = 0; s < old.frame(f).slots(); s++) {
                StackSlot slot = old.frame(f).slot(s);
                if (slot.at(0) == StackSlot.ITERATOR
                        && slot.spilled().target() instanceof Target.Iteration before
                        && before.progress() == Target.Progress.ACTIVE
                        && now.frame(f).slot(s).spilled().target() instanceof Target.Iteration after
                        && before.depth() != after.depth()) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether registers are equal, ids aside.
    boolean same(Register old, Register now) {
        return exact(old, now);
    }

    void resetIds() {
        ids.reset();
    }

    /// Ids differ from path to path; what counts is that they are equal in the same places.
    private static final class Ids {
        private int[] old = new int[64];
        private int[] now = new int[64];
        private int size;
        private int fresh;

        void reset() {
            size = 0;
            fresh = Integer.MAX_VALUE / 2;
        }

        boolean match(int before, int after) {
            if ((before == 0) != (after == 0)) {
                return false;
            }
            return before == 0 || pair(before, after);
        }

        /// Numbers that were not linked before may be linked now.
        boolean matchNumbers(int before, int after) {
            return before == 0 || pair(before, after == 0 ? ++fresh : after);
        }

        private boolean pair(int before, int after) {
            for (int i = 0; i < size; i++) {
                if (old[i] == before) {
                    return now[i] == after;
                }
                if (now[i] == after) {
                    return false;
                }
            }
            if (size == old.length) {
                old = Arrays.copyOf(old, size * 2);
                now = Arrays.copyOf(now, size * 2);
            }
            old[size] = before;
            now[size++] = after;
            return true;
        }
    }
}
