package dev.skep.isa.classic;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A classic filter, which [ClassicValidator] may or may not accept. Immutable.
///
/// Its registers are A (the accumulator) and X (the index), both 32 bits wide and 0 at the start,
/// and 16 scratch words `M[0]` to `M[15]`. It ends with a number: of a socket filter, how many
/// bytes of the packet to keep; of a seccomp filter, what to do with the system call.
///
/// @param insns its instructions
public record ClassicProgram(List<ClassicInsn> insns) {
    /// How many instructions Linux accepts (`BPF_MAXINSNS`).
    public static final int MOST_INSNS = 4096;

    private static final int BYTES = 8;

    /// Copies the list.
    public ClassicProgram {
        insns = List.copyOf(insns);
    }

    /// Reads an array of `struct sock_filter`.
    ///
    /// @throws MalformedException if the length is not a multiple of 8
    public static ClassicProgram decode(byte[] code, ByteOrder order) {
        if (code.length % BYTES != 0) {
            throw new MalformedException(
                    Diagnostic.of(
                                    ClassicCode.UNREADABLE,
                                    "%d bytes are no whole number of 8-byte instructions"
                                            .formatted(code.length))
                            .at(new Place.InBytes("", code.length - code.length % BYTES))
                            .fix("check where the filter starts and ends"));
        }
        ByteBuffer bytes = ByteBuffer.wrap(code).order(order);
        List<ClassicInsn> insns = new ArrayList<>(code.length / BYTES);
        while (bytes.hasRemaining()) {
            insns.add(
                    new ClassicInsn(
                            bytes.getChar(),
                            Byte.toUnsignedInt(bytes.get()),
                            Byte.toUnsignedInt(bytes.get()),
                            bytes.getInt()));
        }
        return new ClassicProgram(insns);
    }

    /// Writes an array of `struct sock_filter`.
    public byte[] encode(ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(insns.size() * BYTES).order(order);
        for (ClassicInsn insn : insns) {
            bytes.putChar((char) insn.code())
                    .put((byte) insn.jt())
                    .put((byte) insn.jf())
                    .putInt(insn.k());
        }
        return bytes.array();
    }
}
