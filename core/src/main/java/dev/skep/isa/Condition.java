package dev.skep.isa;

/// Branch conditions, one row each (RFC 9669 section 4.3).
public enum Condition {
    /// Equal.
    EQ(0x10, "==") {
        @Override
        public boolean test(long a, long b) {
            return a == b;
        }
    },
    /// Unsigned greater.
    GT(0x20, ">") {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) > 0;
        }
    },
    /// Unsigned greater or equal.
    GE(0x30, ">=") {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) >= 0;
        }
    },
    /// Any common bit set.
    SET(0x40, "&") {
        @Override
        public boolean test(long a, long b) {
            return (a & b) != 0;
        }
    },
    /// Not equal.
    NE(0x50, "!=") {
        @Override
        public boolean test(long a, long b) {
            return a != b;
        }
    },
    /// Signed greater.
    SGT(0x60, "s>") {
        @Override
        public boolean test(long a, long b) {
            return a > b;
        }
    },
    /// Signed greater or equal.
    SGE(0x70, "s>=") {
        @Override
        public boolean test(long a, long b) {
            return a >= b;
        }
    },
    /// Unsigned less.
    LT(0xa0, "<") {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) < 0;
        }
    },
    /// Unsigned less or equal.
    LE(0xb0, "<=") {
        @Override
        public boolean test(long a, long b) {
            return Long.compareUnsigned(a, b) <= 0;
        }
    },
    /// Signed less.
    SLT(0xc0, "s<") {
        @Override
        public boolean test(long a, long b) {
            return a < b;
        }
    },
    /// Signed less or equal.
    SLE(0xd0, "s<=") {
        @Override
        public boolean test(long a, long b) {
            return a <= b;
        }
    };

    private static final Condition[] ROWS = values();

    private final int bits;
    private final String symbol;

    Condition(int bits, String symbol) {
        this.bits = bits;
        this.symbol = symbol;
    }

    /// The condition with these opcode bits, or `null`.
    static Condition find(int bits) {
        for (Condition condition : ROWS) {
            if (condition.bits == bits) {
                return condition;
            }
        }
        return null;
    }

    /// The operation bits of the opcode.
    public int bits() {
        return bits;
    }

    /// How it is printed between its operands: `s>=`.
    public String symbol() {
        return symbol;
    }

    /// Whether it holds. For 32-bit comparisons pass both operands sign-extended from 32 bits: that
    /// keeps the signed and the unsigned order of the low halves.
    public abstract boolean test(long a, long b);
}
