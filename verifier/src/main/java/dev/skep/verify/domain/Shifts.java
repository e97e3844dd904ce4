package dev.skep.verify.domain;

import static java.lang.Integer.compareUnsigned;

import dev.skep.isa.AluOp;
import dev.skep.isa.Width;

/// What shifts by a known amount do to what is known of a number.
final class Shifts {
    private Shifts() {}

    /// Whether `amount` is one number, and less than the bits of `width`: of other shifts nothing
    /// is known.
    static boolean isKnown(Width width, Scalar amount) {
        boolean constant =
                switch (width) {
                    case W32 ->
                            amount.isConstant32()
                                    && amount.smin32() == amount.smax32()
                                    && amount.umin32() == amount.umax32();
                    case W64 ->
                            amount.isConstant()
                                    && amount.smin() == amount.smax()
                                    && amount.umin() == amount.umax();
                };
        return constant && Long.compareUnsigned(amount.umax(), width.bits()) < 0;
    }

    /// Shifts by `amount` in place; of a 32-bit shift only the bits and 32-bit ranges matter.
    static void apply(AluOp op, Width width, Draft target, int amount) {
        switch (width) {
            case W32 -> apply32(op, target, amount);
            case W64 -> apply64(op, target, amount);
        }
    }

    private static void apply64(AluOp op, Draft target, int amount) {
        if (op == AluOp.LSH) {
            left64(target, amount);
            left32(target, amount);
            target.bits = target.bits.shiftLeft(amount);
        } else if (op == AluOp.RSH) {
            target.bits = target.bits.shiftRight(amount);
            target.forgetSigned();
            target.unsigned(target.umin >>> amount, target.umax >>> amount);
            target.forgetRanges32();
        } else {
            target.bits = target.bits.shiftRightArithmetic(amount, Width.W64);
            target.signed(target.smin >> amount, target.smax >> amount);
            target.forgetUnsigned();
            target.forgetRanges32();
        }
        target.learnFromBits();
    }

    private static void apply32(AluOp op, Draft target, int amount) {
        Tnum low = target.bits.low32();
        if (op == AluOp.LSH) {
            left32(target, amount);
            target.bits = low.shiftLeft(amount).low32();
        } else if (op == AluOp.RSH) {
            target.bits = low.shiftRight(amount);
            target.forgetSigned32();
            target.unsigned32(target.umin32 >>> amount, target.umax32 >>> amount);
        } else {
            target.bits = low.shiftRightArithmetic(amount, Width.W32);
            target.signed32(target.smin32 >> amount, target.smax32 >> amount);
            target.forgetUnsigned32();
        }
        target.forgetRanges64();
        target.learnFromBits32();
    }

    /// Half a register is a shift of its own: compilers extend signs with a pair of them.
    private static void left64(Draft target, int amount) {
        if (amount == 32) {
            target.signed((long) target.smin32 << 32, (long) target.smax32 << 32);
        } else {
            target.forgetSigned();
        }
        if (Long.compareUnsigned(target.umax, 1L << 63 - amount) > 0) {
            target.forgetUnsigned();
        } else {
            target.unsigned(target.umin << amount, target.umax << amount);
        }
    }

    private static void left32(Draft target, int amount) {
        target.forgetSigned32();
        if (amount > 31 || compareUnsigned(target.umax32, 1 << 31 - amount) > 0) {
            target.forgetUnsigned32();
        } else {
            target.unsigned32(target.umin32 << amount, target.umax32 << amount);
        }
    }
}
