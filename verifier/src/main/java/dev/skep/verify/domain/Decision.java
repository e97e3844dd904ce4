package dev.skep.verify.domain;

import static java.lang.Integer.compareUnsigned;

import dev.skep.isa.Condition;
import dev.skep.isa.Width;

/// What is known of a comparison before it is made.
final class Decision {
    private Decision() {}

    static Prediction of(Condition condition, Width width, Scalar a, Scalar b) {
        return switch (condition) {
            case EQ -> equal(width, a, b);
            case NE -> opposite(equal(width, a, b));
            case SET ->
                    width == Width.W32
                            ? anyBit(a.bits().low32(), b.bits().low32())
                            : anyBit(a.bits(), b.bits());
            case GT -> above(width, a, b);
            case LE -> opposite(above(width, a, b));
            case LT -> above(width, b, a);
            case GE -> opposite(above(width, b, a));
            case SGT -> greater(width, a, b);
            case SLE -> opposite(greater(width, a, b));
            case SLT -> greater(width, b, a);
            case SGE -> opposite(greater(width, b, a));
        };
    }

    private static Prediction opposite(Prediction prediction) {
        return switch (prediction) {
            case ALWAYS -> Prediction.NEVER;
            case NEVER -> Prediction.ALWAYS;
            case MAYBE -> Prediction.MAYBE;
        };
    }

    private static Prediction above(Width width, Scalar a, Scalar b) {
        return switch (width) {
            case W32 ->
                    ordered(
                            compareUnsigned(a.umin32(), b.umax32()) > 0,
                            compareUnsigned(a.umax32(), b.umin32()) <= 0);
            case W64 ->
                    ordered(
                            Long.compareUnsigned(a.umin(), b.umax()) > 0,
                            Long.compareUnsigned(a.umax(), b.umin()) <= 0);
        };
    }

    private static Prediction greater(Width width, Scalar a, Scalar b) {
        return switch (width) {
            case W32 -> ordered(a.smin32() > b.smax32(), a.smax32() <= b.smin32());
            case W64 -> ordered(a.smin() > b.smax(), a.smax() <= b.smin());
        };
    }

    private static Prediction ordered(boolean always, boolean never) {
        if (always) {
            return Prediction.ALWAYS;
        }
        return never ? Prediction.NEVER : Prediction.MAYBE;
    }

    private static Prediction equal(Width width, Scalar a, Scalar b) {
        return switch (width) {
            case W32 -> equal32(a, b);
            case W64 -> equal64(a, b);
        };
    }

    private static Prediction equal64(Scalar a, Scalar b) {
        if (a.isConstant() && b.isConstant()) {
            return a.constant() == b.constant() ? Prediction.ALWAYS : Prediction.NEVER;
        }
        boolean apart =
                !a.bits().overlaps(b.bits())
                        || Long.compareUnsigned(a.umin(), b.umax()) > 0
                        || Long.compareUnsigned(a.umax(), b.umin()) < 0
                        || a.smin() > b.smax()
                        || a.smax() < b.smin()
                        || areApart32(a, b);
        return apart ? Prediction.NEVER : Prediction.MAYBE;
    }

    private static Prediction equal32(Scalar a, Scalar b) {
        if (a.isConstant32() && b.isConstant32()) {
            return a.constant32() == b.constant32() ? Prediction.ALWAYS : Prediction.NEVER;
        }
        boolean apart = !a.bits().low32().overlaps(b.bits().low32()) || areApart32(a, b);
        return apart ? Prediction.NEVER : Prediction.MAYBE;
    }

    private static boolean areApart32(Scalar a, Scalar b) {
        return compareUnsigned(a.umin32(), b.umax32()) > 0
                || compareUnsigned(a.umax32(), b.umin32()) < 0
                || a.smin32() > b.smax32()
                || a.smax32() < b.smin32();
    }

    private static Prediction anyBit(Tnum a, Tnum b) {
        if (!a.isConstant() && !b.isConstant()) {
            return Prediction.MAYBE;
        }
        return ordered((a.value() & b.value()) != 0, (a.high() & b.high()) == 0);
    }
}
