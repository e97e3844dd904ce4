package dev.skep.map;

import dev.skep.memory.OffHeap;

/// The hash of bytes in memory: 64 bits, the upper ones as good as the lower ones. Every 16 bytes
/// cost one multiplication of 64 to 128 bits, whose halves are folded. Where the size is a constant
/// of the compiled code, so is the path through these branches.
final class Hash {
    private static final long ODD = 0x9e37_79b9_7f4a_7c15L;

    private Hash() {}

    /// A seed whose bits are as mixed as those of a hash.
    static long seed(int number) {
        return fold(number ^ 0x2545_f491_4f6c_dd1dL, ODD);
    }

    /// The hash of `size` bytes.
    static long of(long address, int size, long seed) {
        if (size <= Long.BYTES) {
            return fold(upToEight(address, size) ^ seed, ODD);
        }
        long hash = seed;
        for (int at = 0; at < size - 2 * Long.BYTES; at += 2 * Long.BYTES) {
            long low = OffHeap.getLong(address + at);
            long high = OffHeap.getLong(address + at + Long.BYTES);
            hash = fold(low ^ hash, high ^ ODD);
        }
        long low = OffHeap.getLong(address + Math.max(0, size - 2 * Long.BYTES));
        long high = OffHeap.getLong(address + size - Long.BYTES);
        return fold(low ^ hash, high ^ ODD);
    }

    /// The hash of the four bytes of a number in host byte order.
    static long of(int number, long seed) {
        return fold(twice(number) ^ seed, ODD);
    }

    /// Up to 8 bytes in one word, some of them twice.
    private static long upToEight(long address, int size) {
        if (size == Long.BYTES) {
            return OffHeap.getLong(address);
        }
        if (size == Integer.BYTES) {
            return twice(OffHeap.getInt(address));
        }
        if (size > Integer.BYTES) {
            long low = OffHeap.getInt(address);
            long high = OffHeap.getInt(address + size - Integer.BYTES);
            return low ^ high << Integer.SIZE;
        }
        long first = OffHeap.getByte(address);
        long middle = OffHeap.getByte(address + size / 2);
        long last = OffHeap.getByte(address + size - 1);
        return first ^ middle << Byte.SIZE ^ last << 2 * Byte.SIZE;
    }

    /// Four bytes, twice: addresses in network byte order differ in their upper bits, which alone
    /// would not spread well.
    private static long twice(int number) {
        return number ^ (long) number << Integer.SIZE;
    }

    private static long fold(long a, long b) {
        return a * b ^ Math.unsignedMultiplyHigh(a, b);
    }
}
