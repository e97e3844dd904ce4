package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;

/// A pointer with bounds that programs keep on their stack, 16 bytes: the address of the memory,
/// its size, and a reserved word. Programs that no verifier has seen can forge one, so what it says
/// is checked against the run's memory at every use.
///
/// @param data 0 if it points to nothing
record Dynptr(long data, long size) {
    static final Dynptr NULL = new Dynptr(0, 0);

    /// The largest size.
    static final long MAX_SIZE = 0xff_ffff;

    /// How many bytes one takes.
    static final int SIZE = 16;

    private static final int SIZE_OFFSET = 8;

    static Dynptr at(long address) {
        return new Dynptr(
                OffHeap.getLong(address), OffHeap.getLong(address + SIZE_OFFSET) & MAX_SIZE);
    }

    void store(long address) {
        OffHeap.putLong(address, data);
        OffHeap.putLong(address + SIZE_OFFSET, size);
    }

    boolean isNull() {
        return data == 0;
    }

    /// 0 if it has all `length` bytes at `offset`, both unsigned 32-bit numbers; else a negative
    /// errno.
    long check(long offset, long length) {
        if (isNull()) {
            return Errno.EINVAL.result();
        }
        return length > size || offset > size - length ? Errno.E2BIG.result() : 0;
    }
}
