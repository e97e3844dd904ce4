package dev.skep.verify.domain;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.util.Optional;

/// What is known of a number in a register: its bits, and the ranges of the whole register and of
/// its low half, each read as signed and as unsigned. All bounds are inclusive; `umin`, `umax`,
/// `umin32` and `umax32` are unsigned. A value is a member if all five allow it.
///
/// Operations return what Linux 6.18, with its stable updates up to 6.18.44, knows of the results,
/// to the bit.
public record Scalar(
        Tnum bits,
        long smin,
        long smax,
        long umin,
        long umax,
        int smin32,
        int smax32,
        int umin32,
        int umax32) {
    /// Any number.
    public static final Scalar UNKNOWN =
            new Scalar(
                    Tnum.UNKNOWN,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    0,
                    -1,
                    Integer.MIN_VALUE,
                    Integer.MAX_VALUE,
                    0,
                    -1);

    /// The number zero.
    public static final Scalar ZERO = of(0);

    /// One number.
    public static Scalar of(long constant) {
        int low = (int) constant;
        return new Scalar(
                Tnum.of(constant), constant, constant, constant, constant, low, low, low, low);
    }

    /// The numbers from `umin` to `umax`, unsigned.
    public static Scalar unsigned(long umin, long umax) {
        Draft draft = new Draft(UNKNOWN);
        draft.unsigned(umin, umax);
        return draft.synced();
    }

    /// Whether all bits are known.
    public boolean isConstant() {
        return bits.isConstant();
    }

    /// The one number, if [#isConstant].
    public long constant() {
        return bits.value();
    }

    /// Whether all bits of the low half are known.
    public boolean isConstant32() {
        return (int) bits.mask() == 0;
    }

    /// The one number in the low half, if [#isConstant32].
    public int constant32() {
        return (int) bits.value();
    }

    /// Whether nothing is known.
    public boolean isUnknown() {
        return equals(UNKNOWN);
    }

    /// What is known of `this op source`. A 32-bit result has a high half of zero. Of divisions and
    /// remainders, and of shifts by an amount that is not known or too large, nothing is known.
    public Scalar alu(AluOp op, Width width, Scalar source) {
        if (op == AluOp.MOV) {
            return switch (width) {
                case W32 -> source.zeroExtend32();
                case W64 -> source;
            };
        }
        return switch (width) {
            case W32 ->
                    isConstant32() && source.isConstant32() && isExact(op, Width.W32, source)
                            ? of(op.apply32(constant32(), source.constant32()) & Draft.LOW32)
                            : Arithmetic.apply(op, width, this, source);
            case W64 ->
                    isConstant() && source.isConstant() && isExact(op, Width.W64, source)
                            ? of(op.apply64(constant(), source.constant()))
                            : Arithmetic.apply(op, width, this, source);
        };
    }

    /// Present if the kernel splits the path in two before `this op source`, since this is a mask
    /// of all ones or zero: it goes on with all ones, and later does the same instruction again
    /// with zero. Only a constant source is worth it, and only [AluOp#AND] and [AluOp#OR].
    public Optional<Fork> fork(AluOp op, Scalar source) {
        if (op != AluOp.AND && op != AluOp.OR || !source.isConstant()) {
            return Optional.empty();
        }
        if (smin == -1 && smax == 0) {
            return Optional.of(new Fork(of(-1), ZERO));
        }
        if (smin32 == -1 && smax32 == 0) {
            return Optional.of(new Fork(withConstant32(-1), withConstant32(0)));
        }
        return Optional.empty();
    }

    private Scalar withConstant32(int low) {
        Draft draft = new Draft(this);
        draft.setConstant32(low);
        return new Scalar(draft.bits, smin, smax, umin, umax, low, low, low, low);
    }

    /// Whether constant operands give a constant result.
    private static boolean isExact(AluOp op, Width width, Scalar source) {
        return switch (op) {
            case ADD, SUB, MUL, AND, OR, XOR, MOV -> true;
            case LSH, RSH, ARSH -> Shifts.isKnown(width, source);
            case DIV, SDIV, MOD, SMOD -> false;
        };
    }

    /// What is known of the negation.
    public Scalar negate(Width width) {
        return Arithmetic.negate(width, this);
    }

    /// What is known of the low `bits` bits (8 or 16; 32 with [Width#W64]) extended with their sign
    /// to `width`.
    public Scalar signExtend(Width width, int bits) {
        return switch (width) {
            case W32 -> SignExtension.to32(this, bits);
            case W64 -> SignExtension.to64(this, bits);
        };
    }

    /// What is known after a byte order operation on the low 16, 32 or 64 bits, on a host of little
    /// endian; the other bits become zero. Of swapped bytes only the bits are known.
    public Scalar swap(ByteOrderOp op, int bits) {
        return switch (op) {
            case TO_LITTLE -> truncate(bits / Byte.SIZE);
            case TO_BIG, SWAP -> UNKNOWN.withBits(this.bits.swapBytes(bits));
        };
    }

    private Scalar withBits(Tnum bits) {
        Draft draft = new Draft(this);
        draft.bits = bits;
        return draft.synced();
    }

    /// What is known once the high half is zero.
    public Scalar zeroExtend32() {
        Draft draft = new Draft(this);
        draft.zeroExtend32();
        return draft.synced();
    }

    /// What is known of the low `bytes` bytes, 1 to 8, the others becoming zero: a narrow load.
    public Scalar truncate(int bytes) {
        if (bytes == Long.BYTES) {
            return this;
        }
        Draft draft = new Draft(this);
        long mask = (1L << Byte.SIZE * bytes) - 1;
        draft.bits = bits.cast(bytes);
        if ((umin & ~mask) == (umax & ~mask)) {
            draft.unsigned(umin & mask, umax & mask);
        } else {
            draft.unsigned(0, mask);
        }
        draft.signed(draft.umin, draft.umax);
        if (bytes < Integer.BYTES) {
            draft.forgetRanges32();
        }
        return draft.synced();
    }

    /// What is known of the low `bytes` bytes, 1, 2 or 4, extended with their sign: a
    /// sign-extending load.
    public Scalar signExtendFrom(int bytes) {
        return SignExtension.to64(this, Byte.SIZE * bytes);
    }

    /// Whether the condition is known to hold between members of `a` and `b`.
    public static Prediction decide(Condition condition, Width width, Scalar a, Scalar b) {
        return Decision.of(condition, width, a, b);
    }

    /// What the outcomes of a comparison teach about its operands. Where an outcome is impossible,
    /// the ranges of an operand may become unknown; only its bits stay.
    public static Split refine(Condition condition, Width width, Scalar a, Scalar b) {
        return Refinement.of(condition, width, a, b);
    }

    /// The same for a register compared with itself: its bounds restrict themselves, once as `a`
    /// and once as `b`, as if other members could stand on the other side.
    public static Split refineSame(Condition condition, Width width, Scalar both) {
        return Refinement.ofSame(condition, width, both);
    }

    /// Whether `value` may be the number.
    public boolean contains(long value) {
        int low = (int) value;
        return bits.contains(value)
                && smin <= value
                && value <= smax
                && Long.compareUnsigned(umin, value) <= 0
                && Long.compareUnsigned(value, umax) <= 0
                && smin32 <= low
                && low <= smax32
                && Integer.compareUnsigned(umin32, low) <= 0
                && Integer.compareUnsigned(low, umax32) <= 0;
    }

    /// Whether each piece of knowledge here is implied by the same piece of `other`.
    public boolean covers(Scalar other) {
        return smin <= other.smin
                && other.smax <= smax
                && Long.compareUnsigned(umin, other.umin) <= 0
                && Long.compareUnsigned(other.umax, umax) <= 0
                && smin32 <= other.smin32
                && other.smax32 <= smax32
                && Integer.compareUnsigned(umin32, other.umin32) <= 0
                && Integer.compareUnsigned(other.umax32, umax32) <= 0
                && bits.contains(other.bits);
    }

    /// What is known if it is also at most `max`, unsigned.
    public Scalar withUnsignedMax(long max) {
        return withUnsigned(0, max);
    }

    /// What is known if it is also from `min` to `max`, unsigned.
    public Scalar withUnsigned(long min, long max) {
        Draft draft = new Draft(this);
        draft.narrowUnsigned(min, max);
        return draft.synced();
    }

    /// What is known if it is also from `min` to `max`, signed.
    public Scalar withSigned(long min, long max) {
        Draft draft = new Draft(this);
        draft.narrowSigned(min, max);
        return draft.synced();
    }

    /// What is known once the bits and the ranges have learned from each other.
    public Scalar synced() {
        return new Draft(this).synced();
    }

    /// As the kernel's log prints it: `7`, `scalar()`, `scalar(umax=255,var_off=(0x0; 0xff))`.
    public String print() {
        return isConstant() ? ScalarPrinter.signed(constant()) : "scalar(" + ranges() + ")";
    }

    /// What the kernel's log prints of it between parentheses, empty if nothing is known.
    public String ranges() {
        return ScalarPrinter.ranges(this);
    }
}
