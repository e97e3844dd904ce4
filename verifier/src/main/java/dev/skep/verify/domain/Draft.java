package dev.skep.verify.domain;

import static java.lang.Integer.compareUnsigned;

/// The sheet on which one operation on a [Scalar] works: the same nine numbers, writable. It never
/// leaves the operation.
final class Draft {
    static final long LOW32 = 0xffff_ffffL;

    Tnum bits;
    long smin;
    long smax;
    long umin;
    long umax;
    int smin32;
    int smax32;
    int umin32;
    int umax32;

    Draft(Scalar scalar) {
        bits = scalar.bits();
        smin = scalar.smin();
        smax = scalar.smax();
        umin = scalar.umin();
        umax = scalar.umax();
        smin32 = scalar.smin32();
        smax32 = scalar.smax32();
        umin32 = scalar.umin32();
        umax32 = scalar.umax32();
    }

    /// What is written here, after the knowledge has been exchanged.
    Scalar synced() {
        sync();
        return toScalar();
    }

    /// What is written here. Ranges that contradict themselves are dropped; the bits stay.
    Scalar toScalar() {
        if (isContradictory()) {
            forgetRanges();
        }
        return new Scalar(bits, smin, smax, umin, umax, smin32, smax32, umin32, umax32);
    }

    private boolean isContradictory() {
        return smin > smax
                || smin32 > smax32
                || Long.compareUnsigned(umin, umax) > 0
                || compareUnsigned(umin32, umax32) > 0
                || bits.isConstant() && !isExactly(bits.value())
                || (int) bits.mask() == 0 && !isExactly32((int) bits.value());
    }

    /// Whether everything here says that it is one and the same number.
    private boolean isConstant() {
        long value = bits.value();
        return bits.isConstant() && isExactly(value) && isExactly32((int) value);
    }

    private boolean isExactly(long value) {
        return umin == value && umax == value && smin == value && smax == value;
    }

    private boolean isExactly32(int value) {
        return umin32 == value && umax32 == value && smin32 == value && smax32 == value;
    }

    // Setting whole ranges

    void signed(long min, long max) {
        smin = min;
        smax = max;
    }

    void unsigned(long min, long max) {
        umin = min;
        umax = max;
    }

    void signed32(int min, int max) {
        smin32 = min;
        smax32 = max;
    }

    void unsigned32(int min, int max) {
        umin32 = min;
        umax32 = max;
    }

    void forgetSigned() {
        signed(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    void forgetUnsigned() {
        unsigned(0, -1);
    }

    void forgetSigned32() {
        signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    void forgetUnsigned32() {
        unsigned32(0, -1);
    }

    void forgetRanges64() {
        forgetSigned();
        forgetUnsigned();
    }

    void forgetRanges32() {
        forgetSigned32();
        forgetUnsigned32();
    }

    void forgetRanges() {
        forgetRanges64();
        forgetRanges32();
    }

    /// All knowledge of the low half becomes that it is `value`.
    void setConstant32(int value) {
        bits = bits.withLow32(Tnum.of(value));
        signed32(value, value);
        unsigned32(value, value);
    }

    /// All knowledge becomes that it is `value`.
    void setConstant(long value) {
        bits = Tnum.of(value);
        signed(value, value);
        unsigned(value, value);
        signed32((int) value, (int) value);
        unsigned32((int) value, (int) value);
    }

    // Narrowing ranges

    void narrowSigned(long min, long max) {
        signed(Math.max(smin, min), Math.min(smax, max));
    }

    void narrowUnsigned(long min, long max) {
        umin = Long.compareUnsigned(min, umin) > 0 ? min : umin;
        umax = Long.compareUnsigned(max, umax) < 0 ? max : umax;
    }

    void narrowSigned32(int min, int max) {
        signed32(Math.max(smin32, min), Math.min(smax32, max));
    }

    void narrowUnsigned32(int min, int max) {
        umin32 = compareUnsigned(min, umin32) > 0 ? min : umin32;
        umax32 = compareUnsigned(max, umax32) < 0 ? max : umax32;
    }

    // Exchanging knowledge

    /// Lets the bits and all ranges learn from each other, in the kernel's order and as often.
    void sync() {
        if (isConstant()) {
            return;
        }
        learnFromBits();
        for (int round = 0; round < 3; round++) {
            deduce32();
            deduce64();
            deduceAcross();
        }
        Tnum narrowed = bits.intersect(Tnum.range(umin, umax));
        Tnum low = narrowed.low32().intersect(Tnum.range(umin32 & LOW32, umax32 & LOW32));
        bits = narrowed.withLow32(low);
        learnFromBits();
    }

    /// Narrows the ranges to what the bits allow.
    void learnFromBits() {
        learnFromBits32();
        long value = bits.value();
        long mask = bits.mask();
        narrowSigned(value | mask & Long.MIN_VALUE, value | mask & Long.MAX_VALUE);
        narrowUnsigned(value, value | mask);
        settleOnSingleMember();
    }

    /// If the bits allow one number only of the unsigned range, it is that one. If they allow none
    /// since all are less, it becomes the largest of them: such a path is dead.
    private void settleOnSingleMember() {
        long next = bits.next(umin);
        if (bits.contains(umin)) {
            if (Long.compareUnsigned(next, umax) > 0) {
                setConstant(umin);
            }
        } else if (next == bits.high()
                || Long.compareUnsigned(next, umax) <= 0
                        && Long.compareUnsigned(bits.next(next), umax) > 0) {
            setConstant(next);
        }
    }

    void learnFromBits32() {
        int value = (int) bits.value();
        int mask = (int) bits.mask();
        narrowSigned32(value | mask & Integer.MIN_VALUE, value | mask & Integer.MAX_VALUE);
        narrowUnsigned32(value, value | mask);
    }

    /// The 32-bit ranges learn from the 64-bit ranges and from each other.
    private void deduce32() {
        if (umin >>> 32 == umax >>> 32) {
            narrowUnsigned32((int) umin, (int) umax);
            if ((int) umin <= (int) umax) {
                narrowSigned32((int) umin, (int) umax);
            }
        }
        if (smin >> 32 == smax >> 32) {
            if (compareUnsigned((int) smin, (int) smax) <= 0) {
                narrowUnsigned32((int) smin, (int) smax);
            }
            if ((int) smin <= (int) smax) {
                narrowSigned32((int) smin, (int) smax);
            }
        }
        if (stepsOverZero(umin, umax)) {
            narrowSigned32((int) umin, (int) umax);
        }
        if (stepsOverZero(smin, smax)) {
            narrowSigned32((int) smin, (int) smax);
        }
        if (umin32 <= umax32) {
            narrowSigned32(umin32, umax32);
        }
        if (compareUnsigned(smin32, smax32) <= 0) {
            narrowUnsigned32(smin32, smax32);
        } else if (compareUnsigned(umax32, smin32) < 0) {
            smin32 = umin32;
            narrowUnsigned32(umin32, smax32);
        } else if (compareUnsigned(smax32, umin32) < 0) {
            smax32 = umax32;
            narrowUnsigned32(smin32, umax32);
        }
    }

    /// Whether the range covers the end of one run of 2^32 values and the start of the next, and no
    /// more than that as signed low halves go: from a negative to one that is not.
    private static boolean stepsOverZero(long min, long max) {
        return (int) (min >> 32) + 1 == (int) (max >> 32) && (int) min < 0 && (int) max >= 0;
    }

    /// The 64-bit ranges learn from each other.
    private void deduce64() {
        if (umin <= umax) {
            narrowSigned(umin, umax);
        }
        if (Long.compareUnsigned(smin, smax) <= 0) {
            narrowUnsigned(smin, smax);
        } else if (Long.compareUnsigned(umax, smin) < 0) {
            smin = umin;
            narrowUnsigned(umin, smax);
        } else if (Long.compareUnsigned(smax, umin) < 0) {
            smax = umax;
            narrowUnsigned(smin, umax);
        }
    }

    /// The 64-bit ranges learn from the 32-bit ranges.
    private void deduceAcross() {
        narrowUnsigned(umin & ~LOW32 | umin32 & LOW32, umax & ~LOW32 | umax32 & LOW32);
        narrowSigned(smin & ~LOW32 | umin32 & LOW32, smax & ~LOW32 | umax32 & LOW32);
        if (smin32 >= 0 && smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE) {
            signed(smin32, smax32);
            unsigned(smin32, smax32);
            bits = bits.intersect(Tnum.range(smin, smax));
        }
    }

    /// The high half becomes zero.
    void zeroExtend32() {
        bits = bits.low32();
        unsigned(umin32 & LOW32, umax32 & LOW32);
        if (smin32 >= 0 && smax32 >= 0) {
            signed(smin32, smax32);
        } else {
            signed(0, LOW32);
        }
    }

    /// The signed range becomes the unsigned one, if that can be read as signed.
    void signedFromUnsigned() {
        if (umin <= umax) {
            signed(umin, umax);
        } else {
            forgetSigned();
        }
    }

    /// The same for the 32-bit ranges.
    void signedFromUnsigned32() {
        if (umin32 <= umax32) {
            signed32(umin32, umax32);
        } else {
            forgetSigned32();
        }
    }
}
