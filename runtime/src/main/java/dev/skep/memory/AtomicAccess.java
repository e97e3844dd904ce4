package dev.skep.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Atomic operations on memory by its address, which must be a multiple of the operand's size:
/// sequentially consistent, among all threads of this JVM. Each returns what was there before.
public final class AtomicAccess {
    private static final MemorySegment ALL = OffHeap.all();
    private static final VarHandle INTS = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle();

    /// No address is larger: HotSpot then drops the check that it lies inside the segment.
    private static final long MASK = (1L << 62) - 1;

    private AtomicAccess() {}

    /// Adds.
    public static int getAndAdd(long address, int value) {
        return (int) INTS.getAndAdd(ALL, address & MASK, value);
    }

    /// Adds.
    public static long getAndAdd(long address, long value) {
        return (long) LONGS.getAndAdd(ALL, address & MASK, value);
    }

    /// Bitwise or.
    public static int getAndOr(long address, int value) {
        return (int) INTS.getAndBitwiseOr(ALL, address & MASK, value);
    }

    /// Bitwise or.
    public static long getAndOr(long address, long value) {
        return (long) LONGS.getAndBitwiseOr(ALL, address & MASK, value);
    }

    /// Bitwise and.
    public static int getAndAnd(long address, int value) {
        return (int) INTS.getAndBitwiseAnd(ALL, address & MASK, value);
    }

    /// Bitwise and.
    public static long getAndAnd(long address, long value) {
        return (long) LONGS.getAndBitwiseAnd(ALL, address & MASK, value);
    }

    /// Bitwise exclusive or.
    public static int getAndXor(long address, int value) {
        return (int) INTS.getAndBitwiseXor(ALL, address & MASK, value);
    }

    /// Bitwise exclusive or.
    public static long getAndXor(long address, long value) {
        return (long) LONGS.getAndBitwiseXor(ALL, address & MASK, value);
    }

    /// Exchanges.
    public static int getAndSet(long address, int value) {
        return (int) INTS.getAndSet(ALL, address & MASK, value);
    }

    /// Exchanges.
    public static long getAndSet(long address, long value) {
        return (long) LONGS.getAndSet(ALL, address & MASK, value);
    }

    /// Stores `value` if `expected` is there.
    public static int compareAndExchange(long address, int expected, int value) {
        return (int) INTS.compareAndExchange(ALL, address & MASK, expected, value);
    }

    /// Stores `value` if `expected` is there.
    public static long compareAndExchange(long address, long expected, long value) {
        return (long) LONGS.compareAndExchange(ALL, address & MASK, expected, value);
    }
}
