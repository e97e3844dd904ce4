package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import java.math.BigInteger;

/// The signed 64-bit numbers from `low` to `high` that differ from `low` by a multiple of `step`.
/// Immutable; every operation returns a set that holds all results.
///
/// @param step 0 for a single number, else at least 1
public record Range(long low, long high, long step) {
    /// Every number.
    public static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE, 1);

    /// What an address can be: user space ends there on every machine that the JVM runs on, and 0
    /// stands for no address.
    public static final Range ADDRESS = new Range(0, (1L << 56) - 1, 1);

    private static final long UNSIGNED = 0xffff_ffffL;

    /// Every unsigned 32-bit number.
    public static final Range WORD = new Range(0, UNSIGNED, 1);

    /// One number.
    public static Range of(long value) {
        return new Range(value, value, 0);
    }

    /// The numbers between two.
    public static Range between(long low, long high) {
        return new Range(low, high, low == high ? 0 : 1);
    }

    /// Whether it is one number.
    public boolean single() {
        return low == high;
    }

    /// Whether all of it lies between two numbers.
    public boolean within(long least, long most) {
        return low >= least && high <= most;
    }

    /// Whether it fits into a Java `int`, its sign extended.
    public boolean fitsInt() {
        return within(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /// Whether it fits into 32 bits, unsigned.
    public boolean fitsWord() {
        return within(0, UNSIGNED);
    }

    /// Whether it fits into 31 bits: signed and unsigned, 32 and 64 bits all mean the same.
    public boolean fitsBoth() {
        return within(0, Integer.MAX_VALUE);
    }

    /// Whether a number is part of it.
    public boolean holds(long value) {
        return value >= low
                && value <= high
                && (value == low || step != 0 && (value - low) % step == 0);
    }

    /// The smallest such set that holds both.
    public Range join(Range other) {
        if (equals(other)) {
            return this;
        }
        long least = Math.min(low, other.low);
        long most = Math.max(high, other.high);
        long apart = Math.max(low, other.low) - least;
        // A distance beyond 63 bits says nothing of steps.
        long common = apart < 0 ? 1 : gcd(gcd(step, other.step), apart);
        return new Range(least, most, least == most ? 0 : Math.max(1, common));
    }

    private static long gcd(long a, long b) {
        long x = a;
        long y = b;
        while (y != 0) {
            long rest = x % y;
            x = y;
            y = rest;
        }
        return x;
    }

    /// The part from `least` to `most`; `null` if there is none.
    Range cut(long least, long most) {
        long from = Math.max(low, least);
        long to = Math.min(high, most);
        if (from > to) {
            return null;
        }
        if (step > 1) {
            long missing = (step - (from - low) % step) % step;
            to -= (to - low) % step;
            if (from > to - missing) {
                return null;
            }
            from += missing;
        }
        return from == low && to == high ? this : new Range(from, to, from == to ? 0 : step);
    }

    /// The numbers but `value`; `null` if none is left.
    Range without(long value) {
        if (value == low) {
            return single() ? null : cut(low + 1, high);
        }
        return value == high ? cut(low, high - 1) : this;
    }

    /// Results of a 64-bit operation.
    Range apply64(AluOp op, Range b) {
        if (op == AluOp.MOV) {
            return b;
        }
        if (single() && b.single()) {
            return of(op.apply64(low, b.low));
        }
        return switch (op) {
            case ADD -> add(b);
            case SUB -> add(b.negate());
            case MUL -> multiply(b);
            case DIV, SDIV -> divide(op, b);
            case MOD, SMOD -> remainder(b);
            case AND -> and(b);
            case OR, XOR -> or(b);
            case LSH -> b.single() ? multiply(of(1L << b.low)) : ANY;
            case RSH -> shiftRight(b);
            case ARSH -> b.single() ? between(low >> b.low, high >> b.low) : widestShift();
            case MOV -> b;
        };
    }

    /// Results of a 32-bit operation on the low halves, as the register shows them.
    Range apply32(AluOp op, Range b) {
        Range x = word();
        Range y = b.word();
        if (op == AluOp.MOV) {
            return y;
        }
        if (x.single() && y.single()) {
            return of(op.apply32((int) x.low, (int) y.low) & UNSIGNED);
        }
        return switch (op) {
            // Small negative numbers are large unsigned ones: counting down is adding them.
            case ADD -> x.add(b.nearest()).word();
            case SUB -> x.add(b.nearest().negate()).word();
            case MUL -> x.multiply(y).word();
            case DIV, MOD, AND, OR, XOR -> x.apply64(op, y).word();
            case SDIV, SMOD -> x.fitsBoth() && y.fitsBoth() ? x.apply64(op, y).word() : WORD;
            case LSH, RSH -> y.single() ? x.apply64(op, of(y.low & 31)).word() : shift32(op, x);
            case ARSH ->
                    x.fitsBoth()
                            ? y.single() ? x.apply64(op, of(y.low & 31)) : between(0, x.high)
                            : WORD;
            case MOV -> y;
        };
    }

    private static Range shift32(AluOp op, Range x) {
        return op == AluOp.RSH ? between(0, x.high) : WORD;
    }

    /// A 32-bit constant as the signed number that it most likely is meant as.
    private Range nearest() {
        return single() ? of((int) low) : this;
    }

    /// What a register shows whose low half holds the low half of these numbers.
    Range word() {
        if (fitsWord()) {
            return this;
        }
        if (within(-UNSIGNED - 1, -1)) {
            return new Range(low + UNSIGNED + 1, high + UNSIGNED + 1, step);
        }
        return WORD;
    }

    Range negate() {
        return low == Long.MIN_VALUE ? ANY : new Range(-high, -low, step);
    }

    private Range add(Range b) {
        long least = low + b.low;
        long most = high + b.high;
        boolean overflows =
                ((low ^ least) & (b.low ^ least)) < 0 || ((high ^ most) & (b.high ^ most)) < 0;
        return overflows ? ANY : new Range(least, most, least == most ? 0 : gcd(step, b.step));
    }

    private Range multiply(Range b) {
        if (low < 0 || b.low < 0 || Math.multiplyHigh(high, b.high) != 0 || high * b.high < 0) {
            return signedProduct(b);
        }
        long factor = b.single() ? b.low : single() ? low : 0;
        long other = b.single() ? step : b.step;
        long product = factor == 0 || Math.multiplyHigh(factor, other) != 0 ? 1 : factor * other;
        long least = low * b.low;
        long most = high * b.high;
        return new Range(least, most, least == most ? 0 : Math.max(1, product));
    }

    private Range signedProduct(Range b) {
        BigInteger[] products = {
            product(low, b.low), product(low, b.high), product(high, b.low), product(high, b.high)
        };
        BigInteger least = products[0];
        BigInteger most = products[0];
        for (BigInteger product : products) {
            least = least.min(product);
            most = most.max(product);
        }
        return least.bitLength() < Long.SIZE && most.bitLength() < Long.SIZE
                ? between(least.longValue(), most.longValue())
                : ANY;
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private Range divide(AluOp op, Range b) {
        if (low < 0 || b.low < 0) {
            return op == AluOp.DIV && b.low > 1 ? between(0, Long.MAX_VALUE) : ANY;
        }
        // By zero it gives zero.
        long least = b.high == 0 || b.low == 0 ? 0 : low / b.high;
        return between(least, high / Math.max(1, b.low));
    }

    private Range remainder(Range b) {
        if (low < 0 || b.low < 0) {
            return ANY;
        }
        // By zero it leaves the dividend.
        return between(0, b.low == 0 ? high : Math.min(high, b.high - 1));
    }

    private Range and(Range b) {
        if (low < 0 && b.low < 0) {
            return ANY;
        }
        long most = low < 0 ? b.high : b.low < 0 ? high : Math.min(high, b.high);
        long mask = b.single() ? b.low : single() ? low : -1;
        // The lowest bits that a mask clears are clear in every result.
        long unit = mask == 0 ? 1 : Math.max(1, Long.lowestOneBit(mask));
        return most < unit ? of(0) : new Range(0, most / unit * unit, unit);
    }

    private Range or(Range b) {
        if (low < 0 || b.low < 0) {
            return ANY;
        }
        long bits = high | b.high;
        return between(0, bits == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(bits));
    }

    private Range shiftRight(Range b) {
        if (low >= 0) {
            return b.single() ? between(low >>> b.low, high >>> b.low) : between(0, high);
        }
        return b.single() && (b.low & 63) > 0 ? between(0, -1L >>> b.low) : ANY;
    }

    private Range widestShift() {
        return between(Math.min(low, 0), high < 0 ? -1 : high);
    }
}
