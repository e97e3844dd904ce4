package dev.skep.verify.domain;

import static java.lang.Integer.compareUnsigned;

import dev.skep.isa.AluOp;
import dev.skep.isa.Width;

/// What operations do to what is known of a number. Ranges follow those of the operands where no
/// result wraps around, or all results do; where some do, they are forgotten.
final class Arithmetic {
    private Arithmetic() {}

    /// What is known of `target op source`, operands not both constant.
    static Scalar apply(AluOp op, Width width, Scalar target, Scalar source) {
        Draft draft = new Draft(target);
        switch (op) {
            case ADD -> add(draft, source);
            case SUB -> subtract(draft, source);
            case MUL -> multiply(draft, source);
            case AND -> and(draft, source);
            case OR -> or(draft, source);
            case XOR -> xor(draft, source);
            case LSH, RSH, ARSH -> {
                if (!Shifts.isKnown(width, source)) {
                    return Scalar.UNKNOWN;
                }
                Shifts.apply(op, width, draft, (int) source.umin());
            }
            case DIV, SDIV, MOD, SMOD -> {
                return Scalar.UNKNOWN;
            }
            case MOV -> {
                return move(width, source);
            }
        }
        return finish(draft, width);
    }

    /// What is known of the negation.
    static Scalar negate(Width width, Scalar operand) {
        Draft draft = new Draft(Scalar.ZERO);
        subtract(draft, operand);
        return finish(draft, width);
    }

    private static Scalar move(Width width, Scalar source) {
        return switch (width) {
            case W32 -> source.zeroExtend32();
            case W64 -> source;
        };
    }

    private static Scalar finish(Draft draft, Width width) {
        if (width == Width.W32) {
            draft.zeroExtend32();
        }
        return draft.synced();
    }

    private static void add(Draft target, Scalar source) {
        addSigned(target, source);
        addUnsigned(target, source);
        add32(target, source);
        target.bits = target.bits.add(source.bits());
    }

    private static void addSigned(Draft target, Scalar source) {
        long min = target.smin + source.smin();
        long max = target.smax + source.smax();
        if (overflowsAdding(target.smin, source.smin(), min)
                || overflowsAdding(target.smax, source.smax(), max)) {
            target.forgetSigned();
        } else {
            target.signed(min, max);
        }
    }

    private static boolean overflowsAdding(long a, long b, long sum) {
        return ((a ^ sum) & (b ^ sum)) < 0;
    }

    private static void addUnsigned(Draft target, Scalar source) {
        long min = target.umin + source.umin();
        long max = target.umax + source.umax();
        boolean minWraps = Long.compareUnsigned(min, target.umin) < 0;
        boolean maxWraps = Long.compareUnsigned(max, target.umax) < 0;
        if (!minWraps && maxWraps) {
            target.forgetUnsigned();
        } else {
            target.unsigned(min, max);
        }
    }

    private static void add32(Draft target, Scalar source) {
        long min = (long) target.smin32 + source.smin32();
        long max = (long) target.smax32 + source.smax32();
        if (min != (int) min || max != (int) max) {
            target.forgetSigned32();
        } else {
            target.signed32((int) min, (int) max);
        }
        int umin = target.umin32 + source.umin32();
        int umax = target.umax32 + source.umax32();
        boolean minWraps = compareUnsigned(umin, target.umin32) < 0;
        boolean maxWraps = compareUnsigned(umax, target.umax32) < 0;
        if (!minWraps && maxWraps) {
            target.forgetUnsigned32();
        } else {
            target.unsigned32(umin, umax);
        }
    }

    private static void subtract(Draft target, Scalar source) {
        subtractSigned(target, source);
        subtractUnsigned(target, source);
        subtract32(target, source);
        target.bits = target.bits.subtract(source.bits());
    }

    private static void subtractSigned(Draft target, Scalar source) {
        long min = target.smin - source.smax();
        long max = target.smax - source.smin();
        if (overflowsSubtracting(target.smin, source.smax(), min)
                || overflowsSubtracting(target.smax, source.smin(), max)) {
            target.forgetSigned();
        } else {
            target.signed(min, max);
        }
    }

    private static boolean overflowsSubtracting(long a, long b, long difference) {
        return ((a ^ b) & (a ^ difference)) < 0;
    }

    private static void subtractUnsigned(Draft target, Scalar source) {
        boolean minWraps = Long.compareUnsigned(target.umin, source.umax()) < 0;
        boolean maxWraps = Long.compareUnsigned(target.umax, source.umin()) < 0;
        if (minWraps && !maxWraps) {
            target.forgetUnsigned();
        } else {
            target.unsigned(target.umin - source.umax(), target.umax - source.umin());
        }
    }

    private static void subtract32(Draft target, Scalar source) {
        long min = (long) target.smin32 - source.smax32();
        long max = (long) target.smax32 - source.smin32();
        if (min != (int) min || max != (int) max) {
            target.forgetSigned32();
        } else {
            target.signed32((int) min, (int) max);
        }
        boolean minWraps = compareUnsigned(target.umin32, source.umax32()) < 0;
        boolean maxWraps = compareUnsigned(target.umax32, source.umin32()) < 0;
        if (minWraps && !maxWraps) {
            target.forgetUnsigned32();
        } else {
            target.unsigned32(target.umin32 - source.umax32(), target.umax32 - source.umin32());
        }
    }

    private static void multiply(Draft target, Scalar source) {
        if (Math.unsignedMultiplyHigh(target.umax, source.umax()) != 0) {
            target.forgetUnsigned();
        } else {
            target.unsigned(target.umin * source.umin(), target.umax * source.umax());
        }
        multiplySigned(target, source.smin(), source.smax());
        multiply32(target, source);
        target.bits = target.bits.multiply(source.bits());
    }

    private static void multiplySigned(Draft target, long min, long max) {
        if (overflowsMultiplying(target.smin, min)
                || overflowsMultiplying(target.smin, max)
                || overflowsMultiplying(target.smax, min)
                || overflowsMultiplying(target.smax, max)) {
            target.forgetSigned();
            return;
        }
        long a = target.smin * min;
        long b = target.smin * max;
        long c = target.smax * min;
        long d = target.smax * max;
        target.signed(
                Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    private static boolean overflowsMultiplying(long a, long b) {
        return Math.multiplyHigh(a, b) != a * b >> 63;
    }

    private static void multiply32(Draft target, Scalar source) {
        long unsigned = (target.umax32 & Draft.LOW32) * (source.umax32() & Draft.LOW32);
        if (unsigned >>> 32 != 0) {
            target.forgetUnsigned32();
        } else {
            target.unsigned32(target.umin32 * source.umin32(), (int) unsigned);
        }
        long a = (long) target.smin32 * source.smin32();
        long b = (long) target.smin32 * source.smax32();
        long c = (long) target.smax32 * source.smin32();
        long d = (long) target.smax32 * source.smax32();
        long min = Math.min(Math.min(a, b), Math.min(c, d));
        long max = Math.max(Math.max(a, b), Math.max(c, d));
        if (min != (int) min || max != (int) max) {
            target.forgetSigned32();
        } else {
            target.signed32((int) min, (int) max);
        }
    }

    private static void and(Draft target, Scalar source) {
        target.bits = target.bits.and(source.bits());
        target.unsigned(target.bits.low(), minUnsigned(target.umax, source.umax()));
        target.unsigned32((int) target.bits.low(), minUnsigned32(target.umax32, source.umax32()));
        finishBitwise(target, source);
    }

    private static void or(Draft target, Scalar source) {
        target.bits = target.bits.or(source.bits());
        target.unsigned(maxUnsigned(target.umin, source.umin()), target.bits.high());
        target.unsigned32(maxUnsigned32(target.umin32, source.umin32()), (int) target.bits.high());
        finishBitwise(target, source);
    }

    private static void xor(Draft target, Scalar source) {
        target.bits = target.bits.xor(source.bits());
        target.unsigned(target.bits.low(), target.bits.high());
        target.unsigned32((int) target.bits.low(), (int) target.bits.high());
        finishBitwise(target, source);
    }

    /// The bits know all of a constant result, if the source is constant too.
    private static void finishBitwise(Draft target, Scalar source) {
        target.signedFromUnsigned32();
        if (source.isConstant32() && (int) target.bits.mask() == 0) {
            target.setConstant32((int) target.bits.value());
        }
        target.signedFromUnsigned();
        if (source.isConstant() && target.bits.isConstant()) {
            target.setConstant(target.bits.value());
        } else {
            target.learnFromBits();
        }
    }

    private static long minUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }

    private static long maxUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    private static int minUnsigned32(int a, int b) {
        return compareUnsigned(a, b) <= 0 ? a : b;
    }

    private static int maxUnsigned32(int a, int b) {
        return compareUnsigned(a, b) >= 0 ? a : b;
    }
}
