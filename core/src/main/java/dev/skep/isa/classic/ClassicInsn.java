package dev.skep.isa.classic;

/// One classic instruction, `struct sock_filter`: 8 bytes.
///
/// @param code the opcode, 16 bits
/// @param jt how many instructions to skip if a comparison holds, 0 to 255
/// @param jf how many to skip if it does not, 0 to 255
/// @param k the constant, 32 bits without a sign
public record ClassicInsn(int code, int jt, int jf, int k) {
    /// Refuses fields that do not fit.
    public ClassicInsn {
        if (code != (char) code || (jt & ~0xff) != 0 || (jf & ~0xff) != 0) {
            throw new IllegalArgumentException(
                    "no such instruction: " + code + " " + jt + " " + jf);
        }
    }

    /// Instructions without jumps.
    static ClassicInsn of(int code, int k) {
        return new ClassicInsn(code, 0, 0, k);
    }
}
