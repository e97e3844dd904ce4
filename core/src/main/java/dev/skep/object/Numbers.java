package dev.skep.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// Numbers as bytes of memory.
final class Numbers {
    private Numbers() {}

    /// `value` in `size` bytes; empty if neither its signed nor its unsigned form fits.
    static Optional<byte[]> bytes(long value, int size, ByteOrder order) {
        if (size < 1 || size > Long.BYTES) {
            return Optional.empty();
        }
        int bits = size * Byte.SIZE;
        long above = bits == Long.SIZE ? 0 : value >> bits;
        boolean unsigned = above == 0;
        boolean signed = bits == Long.SIZE || value >> (bits - 1) == -1;
        if (!unsigned && !signed) {
            return Optional.empty();
        }
        byte[] all = ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array();
        return Optional.of(
                order == ByteOrder.LITTLE_ENDIAN
                        ? Arrays.copyOf(all, size)
                        : Arrays.copyOfRange(all, Long.BYTES - size, Long.BYTES));
    }
}
