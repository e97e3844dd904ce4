package dev.skep.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Access to memory by its address, in host byte order and at any alignment unless a method says
/// otherwise. Nothing is checked: a wrong address ends the JVM, so whoever runs untrusted programs
/// looks at every address first.
public final class OffHeap {
    private static final MemorySegment ALL = everything();

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final VarHandle INTS = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle();

    /// Up to so many bytes are copied and cleared word by word: the JDK's way costs more than that.
    private static final int SHORT_COPY = 64;

    /// What memory is cleared with: filling a part of a segment would need an object for the part.
    private static final MemorySegment ZEROS = Arena.global().allocate(4096, Long.BYTES);

    private OffHeap() {}

    @SuppressWarnings("restricted")
    private static MemorySegment everything() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /// All of memory: the offset is the address.
    public static MemorySegment all() {
        return ALL;
    }

    /// The byte at `address`.
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /// Two bytes.
    public static short getShort(long address) {
        return ALL.get(SHORT, address);
    }

    /// Four bytes.
    public static int getInt(long address) {
        return ALL.get(INT, address);
    }

    /// Eight bytes.
    public static long getLong(long address) {
        return ALL.get(LONG, address);
    }

    /// Stores one byte.
    public static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /// Stores two bytes.
    public static void putShort(long address, short value) {
        ALL.set(SHORT, address, value);
    }

    /// Stores four bytes.
    public static void putInt(long address, int value) {
        ALL.set(INT, address, value);
    }

    /// Stores eight bytes.
    public static void putLong(long address, long value) {
        ALL.set(LONG, address, value);
    }

    /// Loads the int at an address that is a multiple of 4; later accesses stay behind it.
    public static int getIntAcquire(long address) {
        return (int) INTS.getAcquire(ALL, address);
    }

    /// Stores an int at a multiple of 4; earlier accesses stay before it.
    public static void putIntRelease(long address, int value) {
        INTS.setRelease(ALL, address, value);
    }

    /// Stores `value` at a multiple of 4 if `expected` stands there; says whether it did.
    public static boolean compareAndSetInt(long address, int expected, int value) {
        return INTS.compareAndSet(ALL, address, expected, value);
    }

    /// Loads the long at an address that is a multiple of 8; later accesses stay behind it.
    public static long getLongAcquire(long address) {
        return (long) LONGS.getAcquire(ALL, address);
    }

    /// Stores a long at a multiple of 8; earlier accesses stay before it.
    public static void putLongRelease(long address, long value) {
        LONGS.setRelease(ALL, address, value);
    }

    /// Copies `size` bytes; the two ranges may overlap. Four or eight bytes are copied at once, as
    /// other threads see it, if they are at multiples of their size.
    public static void copy(long from, long to, long size) {
        if (size > SHORT_COPY) {
            MemorySegment.copy(ALL, from, ALL, to, size);
        } else if (size > 2 * Long.BYTES) {
            copyWords(from, to, size);
        } else if (size >= Long.BYTES) {
            long first = getLong(from);
            long last = getLong(from + size - Long.BYTES);
            putLong(to, first);
            putLong(to + size - Long.BYTES, last);
        } else if (size >= Integer.BYTES) {
            int first = getInt(from);
            int last = getInt(from + size - Integer.BYTES);
            putInt(to, first);
            putInt(to + size - Integer.BYTES, last);
        } else if (size > 0) {
            byte first = getByte(from);
            byte middle = getByte(from + size / 2);
            byte last = getByte(from + size - 1);
            putByte(to, first);
            putByte(to + size / 2, middle);
            putByte(to + size - 1, last);
        }
    }

    /// Copies 16 to 64 bytes: all words are loaded before the first is stored, some of them twice.
    private static void copyWords(long from, long to, long size) {
        long lastFrom = from + size - 2 * Long.BYTES;
        long lastTo = to + size - 2 * Long.BYTES;
        long w0 = getLong(from);
        long w1 = getLong(from + 8);
        long w6 = getLong(lastFrom);
        long w7 = getLong(lastFrom + 8);
        if (size > 4 * Long.BYTES) {
            long w2 = getLong(from + 16);
            long w3 = getLong(from + 24);
            long w4 = getLong(lastFrom - 16);
            long w5 = getLong(lastFrom - 8);
            putLong(to + 16, w2);
            putLong(to + 24, w3);
            putLong(lastTo - 16, w4);
            putLong(lastTo - 8, w5);
        }
        putLong(to, w0);
        putLong(to + 8, w1);
        putLong(lastTo, w6);
        putLong(lastTo + 8, w7);
    }

    /// Copies all of `from` to memory.
    public static void put(byte[] from, long to) {
        MemorySegment.copy(from, 0, ALL, ValueLayout.JAVA_BYTE, to, from.length);
    }

    /// Copies a part of `from` to memory.
    public static void put(byte[] from, int offset, int size, long to) {
        MemorySegment.copy(from, offset, ALL, ValueLayout.JAVA_BYTE, to, size);
    }

    /// Copies memory to a part of `to`.
    public static void get(long from, byte[] to, int offset, int size) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, offset, size);
    }

    /// A copy of `size` bytes of memory.
    public static byte[] bytes(long from, int size) {
        byte[] copy = new byte[size];
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, copy, 0, size);
        return copy;
    }

    /// Sets `size` bytes to zero.
    public static void clear(long address, long size) {
        if (size > SHORT_COPY) {
            for (long at = 0; at < size; at += ZEROS.byteSize()) {
                MemorySegment.copy(
                        ZEROS, 0, ALL, address + at, Math.min(size - at, ZEROS.byteSize()));
            }
            return;
        }
        long at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            putLong(address + at, 0);
        }
        for (; at < size; at++) {
            putByte(address + at, (byte) 0);
        }
    }

    /// Whether two ranges hold the same bytes.
    public static boolean equal(long a, long b, long size) {
        if (size >= Long.BYTES) {
            long last = size - Long.BYTES;
            for (long at = 0; at < last; at += Long.BYTES) {
                if (getLong(a + at) != getLong(b + at)) {
                    return false;
                }
            }
            return getLong(a + last) == getLong(b + last);
        }
        if (size >= Integer.BYTES) {
            long last = size - Integer.BYTES;
            return getInt(a) == getInt(b) && getInt(a + last) == getInt(b + last);
        }
        for (long at = 0; at < size; at++) {
            if (getByte(a + at) != getByte(b + at)) {
                return false;
            }
        }
        return true;
    }
}
