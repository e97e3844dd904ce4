package dev.skep.isa;

/// Atomic operations, one row each (RFC 9669 section 5.3).
public enum AtomicOp {
    /// Addition.
    ADD(0x00, "+="),
    /// Bitwise or.
    OR(0x40, "|="),
    /// Bitwise and.
    AND(0x50, "&="),
    /// Bitwise exclusive or.
    XOR(0xa0, "^="),
    /// Exchange; always fetches.
    EXCHANGE(0xe0, "xchg"),
    /// Compare with r0 and exchange; always fetches.
    COMPARE_EXCHANGE(0xf0, "cmpxchg");

    private final int bits;
    private final String symbol;

    AtomicOp(int bits, String symbol) {
        this.bits = bits;
        this.symbol = symbol;
    }

    /// The operation with these bits, or `null`.
    static AtomicOp find(int bits) {
        for (AtomicOp op : values()) {
            if (op.bits == bits) {
                return op;
            }
        }
        return null;
    }

    /// Whether there is no form without fetching the old value.
    public boolean alwaysFetches() {
        return this == EXCHANGE || this == COMPARE_EXCHANGE;
    }

    /// The operation bits of the immediate, without the fetch bit 0x01.
    public int bits() {
        return bits;
    }

    /// How it is printed.
    public String symbol() {
        return symbol;
    }
}
