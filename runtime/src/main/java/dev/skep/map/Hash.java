package dev.skep.map;

import dev.skep.memory.OffHeap;

/// The hash of bytes in memory.
final class Hash {
    private Hash() {}

    static long of(long address, int size, int seed) {
        long hash = mix(seed ^ size);
        int at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            hash = mix(hash ^ OffHeap.getLong(address + at));
        }
        long rest = 0;
        for (; at < size; at++) {
            rest = rest << Byte.SIZE | OffHeap.getByte(address + at) & 0xff;
        }
        return mix(hash ^ rest);
    }

    private static long mix(long word) {
        long product = (word ^ word >>> 32) * 0x9e37_79b9_7f4a_7c15L;
        return product ^ product >>> 29;
    }
}
