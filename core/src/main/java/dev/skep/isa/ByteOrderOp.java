package dev.skep.isa;

/// Byte order operations (RFC 9669 section 4.2).
public enum ByteOrderOp {
    /// Converts between host order and little endian.
    TO_LITTLE("le"),
    /// Converts between host order and big endian.
    TO_BIG("be"),
    /// Swaps unconditionally.
    SWAP("bswap");

    private final String symbol;

    ByteOrderOp(String symbol) {
        this.symbol = symbol;
    }

    /// How it is printed, before the number of bits.
    public String symbol() {
        return symbol;
    }
}
