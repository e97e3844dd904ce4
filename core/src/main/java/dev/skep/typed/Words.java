package dev.skep.typed;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.typed.Shape.Sign;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/// Atomic operations on whole numbers of 4 or 8 bytes, at multiples of that.
enum Words {
    /// 4 bytes, read as a number that may be negative.
    SIGNED_INT,
    /// 4 bytes, never negative.
    UNSIGNED_INT,
    /// 8 bytes.
    LONG;

    private static final VarHandle INTS = JAVA_INT.varHandle();
    private static final VarHandle LONGS = JAVA_LONG.varHandle();

    /// What there is for such numbers.
    static Optional<Words> of(Shape.Number number) {
        return switch ((int) number.size()) {
            case Integer.BYTES ->
                    Optional.of(number.sign() == Sign.UNSIGNED ? UNSIGNED_INT : SIGNED_INT);
            case Long.BYTES -> Optional.of(LONG);
            default -> Optional.empty();
        };
    }

    long getAndAdd(MemorySegment memory, long offset, long delta) {
        return switch (this) {
            case SIGNED_INT -> (int) INTS.getAndAdd(memory, offset, (int) delta);
            case UNSIGNED_INT ->
                    Integer.toUnsignedLong((int) INTS.getAndAdd(memory, offset, (int) delta));
            case LONG -> (long) LONGS.getAndAdd(memory, offset, delta);
        };
    }

    boolean compareAndSet(MemorySegment memory, long offset, long expected, long value) {
        return switch (this) {
            case SIGNED_INT, UNSIGNED_INT ->
                    INTS.compareAndSet(memory, offset, (int) expected, (int) value);
            case LONG -> LONGS.compareAndSet(memory, offset, expected, value);
        };
    }
}
