package dev.skep.grid;

import dev.skep.btf.BtfType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How numbers stand in an array: one after the other, or 8 cells to a byte of them.
///
/// @param size of an element of the array in bytes: 1, 2, 4 or 8
/// @param signed whether numbers have a sign
/// @param bits whether each bit of an element is a cell, the lowest first
record Cells(int size, boolean signed, boolean bits, ByteOrder order) {
    static Cells of(BtfType.Int element, boolean bits, ByteOrder order) {
        boolean signed = element.encoding() == BtfType.Int.Encoding.SIGNED;
        return new Cells((int) element.size(), signed, bits, order);
    }

    int perElement() {
        return bits ? size * Byte.SIZE : 1;
    }

    /// The cell of that number in an array that starts at `offset`.
    long get(ByteBuffer bytes, int offset, int index) {
        if (bits) {
            return bytes.get(byteOf(offset, index)) >>> (index & 7) & 1;
        }
        int at = offset + index * size;
        return switch (size) {
            case 1 -> signed ? bytes.get(at) : bytes.get(at) & 0xFF;
            case 2 -> signed ? bytes.getShort(at) : Short.toUnsignedLong(bytes.getShort(at));
            case 4 -> signed ? bytes.getInt(at) : Integer.toUnsignedLong(bytes.getInt(at));
            default -> bytes.getLong(at);
        };
    }

    /// How many of the eight bits from cell `index` on, a multiple of 8, are set.
    int eight(ByteBuffer bytes, int offset, int index) {
        return Integer.bitCount(bytes.get(byteOf(offset, index)) & 0xFF);
    }

    void set(ByteBuffer bytes, int offset, int index, long value) {
        if (bits) {
            int at = byteOf(offset, index);
            int mask = 1 << (index & 7);
            bytes.put(at, (byte) (value == 0 ? bytes.get(at) & ~mask : bytes.get(at) | mask));
            return;
        }
        int at = offset + index * size;
        switch (size) {
            case 1 -> bytes.put(at, (byte) value);
            case 2 -> bytes.putShort(at, (short) value);
            case 4 -> bytes.putInt(at, (int) value);
            default -> bytes.putLong(at, value);
        }
    }

    /// The byte that has the cell's bit: in big-endian elements the last one has the lowest bits.
    private int byteOf(int offset, int index) {
        int within = index / Byte.SIZE;
        return offset + (order == ByteOrder.LITTLE_ENDIAN ? within : within ^ (size - 1));
    }
}
