package dev.skep.verify.domain;

import dev.skep.isa.Width;

/// A tristate number: a set of 64-bit values given by the bits they share. Bits set in `mask` are
/// unknown; the others are those of `value`, which is zero wherever `mask` is not. (Constructed
/// otherwise, by hand, it stands for nothing.)
public record Tnum(long value, long mask) {
    private static final long LOW32 = 0xffff_ffffL;

    /// Every value.
    public static final Tnum UNKNOWN = new Tnum(0, -1);

    /// The one value zero.
    public static final Tnum ZERO = new Tnum(0, 0);

    /// One value.
    public static Tnum of(long value) {
        return value == 0 ? ZERO : new Tnum(value, 0);
    }

    /// The smallest tristate number with all values from `umin` to `umax`, unsigned: their common
    /// leading bits are known.
    public static Tnum range(long umin, long umax) {
        long mask = spread(umin, umax);
        return new Tnum(umin & ~mask, mask);
    }

    /// The bits that differ among the values from `umin` to `umax`.
    static long spread(long umin, long umax) {
        long differing = umin ^ umax;
        return differing == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(differing);
    }

    /// Whether it is one value only.
    public boolean isConstant() {
        return mask == 0;
    }

    /// Whether no bit is known.
    public boolean isUnknown() {
        return mask == -1;
    }

    /// The smallest value, unsigned.
    public long low() {
        return value;
    }

    /// The largest value, unsigned.
    public long high() {
        return value | mask;
    }

    /// The sums.
    public Tnum add(Tnum other) {
        long least = value + other.value;
        long carries = least + mask + other.mask ^ least;
        return withUnknown(least, carries | mask | other.mask);
    }

    /// The differences.
    public Tnum subtract(Tnum other) {
        long difference = value - other.value;
        long borrows = difference + mask ^ difference - other.mask;
        return withUnknown(difference, borrows | mask | other.mask);
    }

    /// The negations.
    public Tnum negate() {
        return ZERO.subtract(this);
    }

    /// The products: long multiplication along the bits of this number. A known bit adds the
    /// shifted other number; of an unknown bit both outcomes are kept.
    public Tnum multiply(Tnum other) {
        if ((mask | other.mask) == 0) {
            return of(value * other.value);
        }
        Tnum sum = ZERO;
        Tnum addend = other;
        for (long known = value, unknown = mask;
                (known | unknown) != 0;
                known >>>= 1, unknown >>>= 1) {
            if ((known & 1) != 0) {
                sum = sum.add(addend);
            } else if ((unknown & 1) != 0) {
                sum = sum.union(sum.add(addend));
            }
            addend = addend.shiftLeft(1);
        }
        return sum;
    }

    private Tnum union(Tnum other) {
        return withUnknown(value, mask | other.mask | value ^ other.value);
    }

    /// The results of bitwise and.
    public Tnum and(Tnum other) {
        long ones = value & other.value;
        return new Tnum(ones, high() & other.high() & ~ones);
    }

    /// The results of bitwise or.
    public Tnum or(Tnum other) {
        long ones = value | other.value;
        return new Tnum(ones, (mask | other.mask) & ~ones);
    }

    /// The results of bitwise exclusive or.
    public Tnum xor(Tnum other) {
        return withUnknown(value ^ other.value, mask | other.mask);
    }

    /// Shifted left by 0 to 63 bits.
    public Tnum shiftLeft(int amount) {
        return new Tnum(value << amount, mask << amount);
    }

    /// Shifted right by 0 to 63 bits, zeros coming in.
    public Tnum shiftRight(int amount) {
        return new Tnum(value >>> amount, mask >>> amount);
    }

    /// Shifted right, the sign bit of `width` coming in. With [Width#W32] the low half alone is
    /// shifted, and the high half becomes zero.
    public Tnum shiftRightArithmetic(int amount, Width width) {
        return switch (width) {
            case W32 -> new Tnum((int) value >> amount & LOW32, (int) mask >> amount & LOW32);
            case W64 -> new Tnum(value >> amount, mask >> amount);
        };
    }

    /// What both say. If they contradict each other in a bit, that bit becomes one.
    public Tnum intersect(Tnum other) {
        return withUnknown(value | other.value, mask & other.mask);
    }

    /// Whether some value is in both.
    public boolean overlaps(Tnum other) {
        return ((value ^ other.value) & ~mask & ~other.mask) == 0;
    }

    /// Whether every value of `other` is one of this.
    public boolean contains(Tnum other) {
        return (other.mask & ~mask) == 0 && (other.value & ~mask) == value;
    }

    /// Whether `candidate` is one of the values.
    public boolean contains(long candidate) {
        return (candidate & ~mask) == value;
    }

    /// The low `bytes` bytes, 1 to 8; the others become zero.
    public Tnum cast(int bytes) {
        long kept = -1L >>> Long.SIZE - Byte.SIZE * bytes;
        return new Tnum(value & kept, mask & kept);
    }

    /// The low half; the high half becomes zero.
    public Tnum low32() {
        return new Tnum(value & LOW32, mask & LOW32);
    }

    /// The high half; the low half becomes zero.
    public Tnum clearLow32() {
        return new Tnum(value & ~LOW32, mask & ~LOW32);
    }

    /// This high half above the low half of `low`.
    public Tnum withLow32(Tnum low) {
        return new Tnum(value & ~LOW32 | low.value & LOW32, mask & ~LOW32 | low.mask & LOW32);
    }

    /// The low 16, 32 or 64 bits with their bytes in reverse order; the other bits become zero.
    public Tnum swapBytes(int bits) {
        int unused = Long.SIZE - bits;
        return new Tnum(Long.reverseBytes(value) >>> unused, Long.reverseBytes(mask) >>> unused);
    }

    /// The smallest value above `bound`, unsigned; the largest value if there is none.
    long next(long bound) {
        if (Long.compareUnsigned(bound, high()) >= 0) {
            return high();
        }
        if (Long.compareUnsigned(bound, value) < 0) {
            return value;
        }
        long least = bound - value + 1;
        long excess = least & ~mask;
        if (excess == 0) {
            return value | least;
        }
        long filled = least | ~mask | -1L >>> Long.numberOfLeadingZeros(excess);
        return value | filled + 1 & mask;
    }

    /// Whether every value is a multiple of `size`, a power of two or zero (then always).
    public boolean isAligned(long size) {
        return size == 0 || (high() & size - 1) == 0;
    }

    /// As the kernel's log has it: `(0x0; 0xff)`.
    @Override
    public String toString() {
        if (mask == 0) {
            return value == 0 ? "0" : "0x" + Long.toHexString(value);
        }
        return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
    }

    private static Tnum withUnknown(long value, long mask) {
        return new Tnum(value & ~mask, mask);
    }
}
