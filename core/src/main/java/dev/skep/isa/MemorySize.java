package dev.skep.isa;

/// The size of a memory access, under the name that RFC 9669 gives it.
public enum MemorySize {
    /// One byte.
    B(1, 0x10, "u8"),
    /// Half a word: 2 bytes.
    H(2, 0x08, "u16"),
    /// A word: 4 bytes.
    W(4, 0x00, "u32"),
    /// A double word: 8 bytes.
    DW(8, 0x18, "u64");

    private final int bytes;
    private final int bits;
    private final String typeName;

    MemorySize(int bytes, int bits, String typeName) {
        this.bytes = bytes;
        this.bits = bits;
        this.typeName = typeName;
    }

    static MemorySize ofBits(int bits) {
        return switch (bits) {
            case 0x00 -> W;
            case 0x08 -> H;
            case 0x10 -> B;
            default -> DW;
        };
    }

    /// 1, 2, 4 or 8.
    public int bytes() {
        return bytes;
    }

    /// The size bits of the opcode.
    public int bits() {
        return bits;
    }

    /// The C type in printed instructions, unsigned: `u32`.
    public String typeName() {
        return typeName;
    }
}
