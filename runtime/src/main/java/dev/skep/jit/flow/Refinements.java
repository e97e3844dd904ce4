package dev.skep.jit.flow;

import dev.skep.isa.Condition;
import dev.skep.isa.Width;

/// What a comparison says of its operands. Every method returns `null` where the comparison cannot
/// come out that way.
final class Refinements {
    private Refinements() {}

    /// The part of `a` for which `a condition b` holds.
    static Range holds(Condition condition, Width width, Range a, Range b) {
        if (width == Width.W64) {
            return wide(condition, a, b);
        }
        // Only where the whole register is its low half does the comparison say something of it.
        if (!a.fitsWord()) {
            return a;
        }
        Range word = b.word();
        if (a.fitsBoth() && word.fitsBoth()) {
            return wide(condition, a, word);
        }
        return switch (condition) {
            case EQ, NE, LT, LE, GT, GE -> wide(condition, a, word);
            case SGT, SGE -> word.fitsBoth() ? positive(condition, a, word) : a;
            case SLT, SLE, SET -> a;
        };
    }

    private static Range positive(Condition condition, Range a, Range b) {
        return a.cut(b.low() + (condition == Condition.SGT ? 1 : 0), Integer.MAX_VALUE);
    }

    /// The condition that holds where `condition` does not; `null` if there is no name for it.
    static Condition opposite(Condition condition) {
        return switch (condition) {
            case EQ -> Condition.NE;
            case NE -> Condition.EQ;
            case GT -> Condition.LE;
            case LE -> Condition.GT;
            case GE -> Condition.LT;
            case LT -> Condition.GE;
            case SGT -> Condition.SLE;
            case SLE -> Condition.SGT;
            case SGE -> Condition.SLT;
            case SLT -> Condition.SGE;
            case SET -> null;
        };
    }

    /// The condition between the operands the other way round.
    static Condition swapped(Condition condition) {
        return switch (condition) {
            case EQ, NE, SET -> condition;
            case GT -> Condition.LT;
            case LT -> Condition.GT;
            case GE -> Condition.LE;
            case LE -> Condition.GE;
            case SGT -> Condition.SLT;
            case SLT -> Condition.SGT;
            case SGE -> Condition.SLE;
            case SLE -> Condition.SGE;
        };
    }

    private static Range wide(Condition condition, Range a, Range b) {
        return switch (condition) {
            case EQ -> a.cut(b.low(), b.high());
            case NE -> b.single() ? a.without(b.low()) : a;
            case SLT -> b.high() == Long.MIN_VALUE ? null : a.cut(Long.MIN_VALUE, b.high() - 1);
            case SLE -> a.cut(Long.MIN_VALUE, b.high());
            case SGT -> b.low() == Long.MAX_VALUE ? null : a.cut(b.low() + 1, Long.MAX_VALUE);
            case SGE -> a.cut(b.low(), Long.MAX_VALUE);
            case LT -> b.low() < 0 ? a : b.high() == 0 ? null : a.cut(0, b.high() - 1);
            case LE -> b.low() < 0 ? a : a.cut(0, b.high());
            case GT ->
                    a.low() < 0 || b.low() < 0
                            ? a
                            : b.low() == Long.MAX_VALUE ? null : a.cut(b.low() + 1, Long.MAX_VALUE);
            case GE -> a.low() < 0 || b.low() < 0 ? a : a.cut(b.low(), Long.MAX_VALUE);
            case SET -> a;
        };
    }
}
