package dev.skep.verify.domain;

import static java.lang.Integer.compareUnsigned;

import dev.skep.isa.Condition;
import dev.skep.isa.Width;

/// What the outcome of a comparison teaches about both operands: one outcome, worked out on the
/// drafts of both.
final class Refinement {
    private final Width width;
    private final Draft a;
    private final Draft b;

    private Refinement(Width width, Draft a, Draft b) {
        this.width = width;
        this.a = a;
        this.b = b;
    }

    static Split of(Condition condition, Width width, Scalar a, Scalar b) {
        Refinement taken = new Refinement(width, new Draft(a), new Draft(b));
        taken.assume(condition);
        Refinement other = new Refinement(width, new Draft(a), new Draft(b));
        other.refute(condition);
        return new Split(taken.a.synced(), taken.b.synced(), other.a.synced(), other.b.synced());
    }

    /// Both operands are one register, and so one draft.
    static Split ofSame(Condition condition, Width width, Scalar both) {
        Draft draft = new Draft(both);
        new Refinement(width, draft, draft).assume(condition);
        draft.sync();
        Scalar taken = draft.synced();
        draft = new Draft(both);
        new Refinement(width, draft, draft).refute(condition);
        draft.sync();
        Scalar other = draft.synced();
        return new Split(taken, taken, other, other);
    }

    private void assume(Condition condition) {
        switch (condition) {
            case EQ -> assumeEqual();
            case NE -> assumeDifferent();
            case SET -> assumeAnyBit();
            case LT -> assumeBelow(a, b);
            case LE -> assumeNotAbove(a, b);
            case GT -> assumeBelow(b, a);
            case GE -> assumeNotAbove(b, a);
            case SLT -> assumeLess(a, b);
            case SLE -> assumeNotGreater(a, b);
            case SGT -> assumeLess(b, a);
            case SGE -> assumeNotGreater(b, a);
        }
    }

    private void refute(Condition condition) {
        switch (condition) {
            case EQ -> assumeDifferent();
            case NE -> assumeEqual();
            case SET -> assumeNoBit();
            case LT -> assumeNotAbove(b, a);
            case LE -> assumeBelow(b, a);
            case GT -> assumeNotAbove(a, b);
            case GE -> assumeBelow(a, b);
            case SLT -> assumeNotGreater(b, a);
            case SLE -> assumeLess(b, a);
            case SGT -> assumeNotGreater(a, b);
            case SGE -> assumeLess(a, b);
        }
    }

    private void assumeEqual() {
        if (width == Width.W32) {
            a.narrowUnsigned32(b.umin32, b.umax32);
            a.narrowSigned32(b.smin32, b.smax32);
            b.unsigned32(a.umin32, a.umax32);
            b.signed32(a.smin32, a.smax32);
            Tnum common = a.bits.low32().intersect(b.bits.low32());
            a.bits = a.bits.withLow32(common);
            b.bits = b.bits.withLow32(common);
        } else {
            a.narrowUnsigned(b.umin, b.umax);
            a.narrowSigned(b.smin, b.smax);
            b.unsigned(a.umin, a.umax);
            b.signed(a.smin, a.smax);
            a.bits = a.bits.intersect(b.bits);
            b.bits = a.bits;
        }
    }

    /// A constant at the very end of the other's range shortens it.
    private void assumeDifferent() {
        Draft constant = constantOperand();
        if (constant == null) {
            return;
        }
        Draft other = constant == b ? a : b;
        long value = constant.bits.value();
        if (width == Width.W32) {
            exclude32(other, (int) value);
        } else {
            exclude(other, value);
        }
    }

    private static void exclude(Draft draft, long value) {
        draft.umin += draft.umin == value ? 1 : 0;
        draft.umax -= draft.umax == value ? 1 : 0;
        draft.smin += draft.smin == value ? 1 : 0;
        draft.smax -= draft.smax == value ? 1 : 0;
    }

    private static void exclude32(Draft draft, int value) {
        draft.umin32 += draft.umin32 == value ? 1 : 0;
        draft.umax32 -= draft.umax32 == value ? 1 : 0;
        draft.smin32 += draft.smin32 == value ? 1 : 0;
        draft.smax32 -= draft.smax32 == value ? 1 : 0;
    }

    /// If any bit of a single one is set, it is that one.
    private void assumeAnyBit() {
        Draft constant = constantOperand();
        if (constant == null) {
            return;
        }
        Tnum tested = width == Width.W32 ? constant.bits.low32() : constant.bits;
        if (Long.bitCount(tested.value()) == 1) {
            Draft other = constant == b ? a : b;
            other.bits = other.bits.or(tested);
        }
    }

    /// The tested bits are zero; the ranges are learned anew from the bits.
    private void assumeNoBit() {
        Draft constant = constantOperand();
        if (constant == null) {
            return;
        }
        Tnum tested = width == Width.W32 ? constant.bits.low32() : constant.bits;
        Draft other = constant == b ? a : b;
        other.forgetRanges();
        other.bits = other.bits.and(Tnum.of(~tested.value()));
    }

    /// The constant one, the second first; `null` if there is none.
    private Draft constantOperand() {
        if (isConstant(b)) {
            return b;
        }
        return isConstant(a) ? a : null;
    }

    private boolean isConstant(Draft draft) {
        return width == Width.W32 ? (int) draft.bits.mask() == 0 : draft.bits.isConstant();
    }

    private void assumeBelow(Draft less, Draft more) {
        if (width == Width.W32) {
            limitAbove32(less, more.umax32 - 1);
            limitBelow32(more, less.umin32 + 1);
        } else {
            limitAbove(less, more.umax - 1);
            limitBelow(more, less.umin + 1);
        }
    }

    private void assumeNotAbove(Draft less, Draft more) {
        if (width == Width.W32) {
            limitAbove32(less, more.umax32);
            limitBelow32(more, less.umin32);
        } else {
            limitAbove(less, more.umax);
            limitBelow(more, less.umin);
        }
    }

    private void assumeLess(Draft less, Draft more) {
        if (width == Width.W32) {
            less.smax32 = Math.min(less.smax32, more.smax32 - 1);
            more.smin32 = Math.max(less.smin32 + 1, more.smin32);
        } else {
            less.smax = Math.min(less.smax, more.smax - 1);
            more.smin = Math.max(less.smin + 1, more.smin);
        }
    }

    private void assumeNotGreater(Draft less, Draft more) {
        if (width == Width.W32) {
            less.smax32 = Math.min(less.smax32, more.smax32);
            more.smin32 = Math.max(less.smin32, more.smin32);
        } else {
            less.smax = Math.min(less.smax, more.smax);
            more.smin = Math.max(less.smin, more.smin);
        }
    }

    private static void limitAbove(Draft draft, long max) {
        draft.umax = Long.compareUnsigned(max, draft.umax) < 0 ? max : draft.umax;
    }

    private static void limitBelow(Draft draft, long min) {
        draft.umin = Long.compareUnsigned(min, draft.umin) > 0 ? min : draft.umin;
    }

    private static void limitAbove32(Draft draft, int max) {
        draft.umax32 = compareUnsigned(max, draft.umax32) < 0 ? max : draft.umax32;
    }

    private static void limitBelow32(Draft draft, int min) {
        draft.umin32 = compareUnsigned(min, draft.umin32) > 0 ? min : draft.umin32;
    }
}
