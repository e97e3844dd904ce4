package dev.skep.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One slot of 8 bytes, its fields apart but not yet understood (RFC 9669 section 3.1).
///
/// @param opcode 0 to 255
/// @param dst the destination register's field, 0 to 15
/// @param src the source register's field, 0 to 15
/// @param offset signed, 16 bits
/// @param imm signed, 32 bits
public record RawInsn(int opcode, int dst, int src, int offset, int imm) {
    /// How many bytes a slot has.
    public static final int BYTES = 8;

    /// Refuses fields that do not fit.
    public RawInsn {
        if ((opcode & ~0xff) != 0
                || (dst & ~0xf) != 0
                || (src & ~0xf) != 0
                || offset != (short) offset) {
            throw new IllegalArgumentException(
                    "no such slot: %x %x %x %x".formatted(opcode, dst, src, offset));
        }
    }

    /// The slot that starts at byte `at`. The order rules the offset and the immediate, and also
    /// which half of the second byte holds the destination: the low one in little endian.
    public static RawInsn read(byte[] code, int at, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.wrap(code, at, BYTES).order(order);
        int opcode = Byte.toUnsignedInt(bytes.get());
        int registers = Byte.toUnsignedInt(bytes.get());
        int low = registers & 0xf;
        int high = registers >> 4;
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        return new RawInsn(
                opcode, little ? low : high, little ? high : low, bytes.getShort(), bytes.getInt());
    }

    /// Writes the slot to `code`, starting at byte `at`.
    public void write(byte[] code, int at, ByteOrder order) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        ByteBuffer.wrap(code, at, BYTES)
                .order(order)
                .put((byte) opcode)
                .put((byte) (little ? src << 4 | dst : dst << 4 | src))
                .putShort((short) offset)
                .putInt(imm);
    }

    /// Every slot of `code`.
    ///
    /// @throws dev.skep.diag.MalformedException if the length is not a multiple of 8
    public static List<RawInsn> readAll(byte[] code, ByteOrder order) {
        if (code.length % BYTES != 0) {
            throw Slot.cutOff(code.length);
        }
        List<RawInsn> slots = new ArrayList<>(code.length / BYTES);
        for (int at = 0; at < code.length; at += BYTES) {
            slots.add(read(code, at, order));
        }
        return slots;
    }

    /// The bytes in hexadecimal, little endian, as disassemblers show them: `b7 01 00 00 05 00 00
    /// 00`.
    public String hex() {
        byte[] code = new byte[BYTES];
        write(code, 0, ByteOrder.LITTLE_ENDIAN);
        StringBuilder text = new StringBuilder();
        for (byte b : code) {
            text.append(text.isEmpty() ? "" : " ").append("%02x".formatted(b));
        }
        return text.toString();
    }
}
