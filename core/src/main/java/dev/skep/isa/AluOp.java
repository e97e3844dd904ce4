package dev.skep.isa;

/// Arithmetic operations, one row each: opcode bits, the `offset` that selects the signed form,
/// symbol, and meaning (RFC 9669 section 4.1).
public enum AluOp {
    /// Addition.
    ADD(0x00, 0, "+=") {
        @Override
        public long apply64(long a, long b) {
            return a + b;
        }

        @Override
        public int apply32(int a, int b) {
            return a + b;
        }
    },
    /// Subtraction.
    SUB(0x10, 0, "-=") {
        @Override
        public long apply64(long a, long b) {
            return a - b;
        }

        @Override
        public int apply32(int a, int b) {
            return a - b;
        }
    },
    /// Multiplication.
    MUL(0x20, 0, "*=") {
        @Override
        public long apply64(long a, long b) {
            return a * b;
        }

        @Override
        public int apply32(int a, int b) {
            return a * b;
        }
    },
    /// Unsigned division; by zero it gives zero.
    DIV(0x30, 0, "/=") {
        @Override
        public long apply64(long a, long b) {
            return b == 0 ? 0 : Long.divideUnsigned(a, b);
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? 0 : Integer.divideUnsigned(a, b);
        }
    },
    /// Signed division, rounding toward zero; by zero it gives zero.
    SDIV(0x30, 1, "s/=") {
        @Override
        public long apply64(long a, long b) {
            return b == 0 ? 0 : a / b;
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? 0 : a / b;
        }
    },
    /// Bitwise or.
    OR(0x40, 0, "|=") {
        @Override
        public long apply64(long a, long b) {
            return a | b;
        }

        @Override
        public int apply32(int a, int b) {
            return a | b;
        }
    },
    /// Bitwise and.
    AND(0x50, 0, "&=") {
        @Override
        public long apply64(long a, long b) {
            return a & b;
        }

        @Override
        public int apply32(int a, int b) {
            return a & b;
        }
    },
    /// Left shift; only the low 6 (5 for 32 bits) bits of the amount count.
    LSH(0x60, 0, "<<=") {
        @Override
        public long apply64(long a, long b) {
            return a << b;
        }

        @Override
        public int apply32(int a, int b) {
            return a << b;
        }
    },
    /// Logical right shift.
    RSH(0x70, 0, ">>=") {
        @Override
        public long apply64(long a, long b) {
            return a >>> b;
        }

        @Override
        public int apply32(int a, int b) {
            return a >>> b;
        }
    },
    /// Unsigned remainder; by zero it leaves the dividend.
    MOD(0x90, 0, "%=") {
        @Override
        public long apply64(long a, long b) {
            return b == 0 ? a : Long.remainderUnsigned(a, b);
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? a : Integer.remainderUnsigned(a, b);
        }
    },
    /// Signed remainder with the dividend's sign; by zero it leaves the dividend.
    SMOD(0x90, 1, "s%=") {
        @Override
        public long apply64(long a, long b) {
            return b == 0 ? a : a % b;
        }

        @Override
        public int apply32(int a, int b) {
            return b == 0 ? a : a % b;
        }
    },
    /// Bitwise exclusive or.
    XOR(0xa0, 0, "^=") {
        @Override
        public long apply64(long a, long b) {
            return a ^ b;
        }

        @Override
        public int apply32(int a, int b) {
            return a ^ b;
        }
    },
    /// Move: the result is the source.
    MOV(0xb0, 0, "=") {
        @Override
        public long apply64(long a, long b) {
            return b;
        }

        @Override
        public int apply32(int a, int b) {
            return b;
        }
    },
    /// Arithmetic right shift.
    ARSH(0xc0, 0, "s>>=") {
        @Override
        public long apply64(long a, long b) {
            return a >> b;
        }

        @Override
        public int apply32(int a, int b) {
            return a >> b;
        }
    };

    private static final AluOp[] ROWS = values();

    private final int bits;
    private final int offset;
    private final String symbol;

    AluOp(int bits, int offset, String symbol) {
        this.bits = bits;
        this.offset = offset;
        this.symbol = symbol;
    }

    /// The operation with these opcode bits and this offset, or `null`.
    static AluOp find(int bits, int offset) {
        for (AluOp op : ROWS) {
            if (op.bits == bits && op.offset == offset) {
                return op;
            }
        }
        return null;
    }

    /// The operation bits of the opcode.
    public int bits() {
        return bits;
    }

    /// What the instruction's `offset` field holds: 1 for the signed forms.
    public int offset() {
        return offset;
    }

    /// How it is printed between its operands: `+=`.
    public String symbol() {
        return symbol;
    }

    /// The 64-bit result.
    public abstract long apply64(long a, long b);

    /// The 32-bit result; the register's upper half becomes zero.
    public abstract int apply32(int a, int b);
}
