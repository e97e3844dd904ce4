package dev.skep.isa;

/// How many bits an arithmetic operation or comparison works on.
public enum Width {
    /// The low 32 bits; results clear the upper half.
    W32(32),
    /// The whole register.
    W64(64);

    private final int bits;

    Width(int bits) {
        this.bits = bits;
    }

    /// 32 or 64.
    public int bits() {
        return bits;
    }
}
