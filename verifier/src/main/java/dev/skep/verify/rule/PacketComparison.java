package dev.skep.verify.rule;

import dev.skep.isa.Condition;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Prediction;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;

/// Comparisons of packet pointers with the packet's end (or of metadata pointers with its start)
/// prove how many bytes can be accessed.
final class PacketComparison {
    private static final int MOST_OFFSET = 0xffff;

    /// Which of the two registers of a comparison points into the packet, and how the comparison
    /// reads with that one on the left.
    private record Reading(Condition condition, int pointer) {}

    /// Learns from a comparison of two registers: `here` goes on where it fails, `there` where it
    /// holds. False if it is no comparison of this kind.
    boolean learn(Condition condition, int dst, int src, State here, State there) {
        Reading reading = read(condition, here.get(dst), here.get(src), dst, src);
        if (reading == null) {
            return false;
        }
        Register pointer = here.get(reading.pointer);
        switch (reading.condition) {
            case GT -> {
                prove(here, pointer, false);
                end(there, reading.pointer, true);
            }
            case GE -> {
                prove(here, pointer, true);
                end(there, reading.pointer, false);
            }
            case LT -> {
                prove(there, pointer, true);
                end(here, reading.pointer, false);
            }
            case LE -> {
                prove(there, pointer, false);
                end(here, reading.pointer, true);
            }
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> throw new AssertionError(reading.condition);
        }
        return true;
    }

    private static Reading read(Condition condition, Register a, Register b, int dst, int src) {
        Condition flipped = flip(condition);
        if (flipped == null) {
            return null;
        }
        if (fits(a, b)) {
            return new Reading(condition, dst);
        }
        return fits(b, a) ? new Reading(flipped, src) : null;
    }

    /// Whether `pointer` is one whose range a comparison with `end` proves.
    private static boolean fits(Register pointer, Register end) {
        return pointer.kind() == Kind.PACKET && end.kind() == Kind.PACKET_END
                || pointer.kind() == Kind.PACKET_META && isStart(end);
    }

    private static boolean isStart(Register register) {
        return register.kind() == Kind.PACKET
                && register.offset() == 0
                && register.id() == 0
                && register.scalar().isConstant()
                && register.scalar().constant() == 0
                && register.proven() >= 0;
    }

    /// The condition with its operands exchanged; `null` for those that prove nothing.
    private static Condition flip(Condition condition) {
        return switch (condition) {
            case GT -> Condition.LT;
            case GE -> Condition.LE;
            case LT -> Condition.GT;
            case LE -> Condition.GE;
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> null;
        };
    }

    /// All bytes from the base up to `pointer` lie in the packet; the one at it too if `below`.
    private static void prove(State state, Register pointer, boolean below) {
        int offset = pointer.offset();
        Scalar variable = pointer.scalar();
        if (offset < 0 || offset == 0 && below) {
            return;
        }
        if (Long.compareUnsigned(variable.umax(), MOST_OFFSET) > 0
                || variable.umax() + offset > MOST_OFFSET) {
            return;
        }
        int proven = below ? offset + 1 : offset;
        Walk.eachRegister(
                state,
                register ->
                        register.kind() == pointer.kind()
                                        && register.id() == pointer.id()
                                        && register.proven() < proven
                                ? register.withTarget(new Target.InPacket(proven))
                                : register);
    }

    /// The pointer stands at the end or behind.
    private static void end(State state, int number, boolean beyond) {
        Register register = state.get(number);
        if (register.kind() == Kind.PACKET) {
            state.set(
                    number,
                    register.withTarget(
                            new Target.InPacket(
                                    beyond ? Target.InPacket.BEYOND_END : Target.InPacket.AT_END)));
        }
    }

    /// Whether a comparison is decided by an earlier one.
    static Prediction predict(Condition condition, Register a, Register b) {
        Condition read;
        Register pointer;
        if (b.kind() == Kind.PACKET_END) {
            pointer = a;
            read = condition;
        } else if (a.kind() == Kind.PACKET_END) {
            pointer = b;
            read = flip(condition);
        } else {
            return Prediction.MAYBE;
        }
        if (read == null || !pointer.kind().isPacket() || pointer.proven() >= 0) {
            return Prediction.MAYBE;
        }
        boolean beyond = pointer.proven() == Target.InPacket.BEYOND_END;
        return switch (read) {
            case GT -> beyond ? Prediction.ALWAYS : Prediction.MAYBE;
            case LE -> beyond ? Prediction.NEVER : Prediction.MAYBE;
            case GE -> Prediction.ALWAYS;
            case LT -> Prediction.NEVER;
            case EQ, NE, SET, SGT, SGE, SLT, SLE -> Prediction.MAYBE;
        };
    }
}
