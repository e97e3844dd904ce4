package dev.skep.typed;

import dev.skep.typed.Shape.Sign;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Whole numbers. A Java type of the same size takes the bits as they are; a larger one the value,
/// so that unsigned numbers stay positive.
///
/// @param place where the number stands, for messages
/// @param type `byte.class` and so on, or `boolean.class` for anything but zero
record NumberCodec(String place, Shape.Number shape, Class<?> type) implements Codec {
    static int size(Class<?> type) {
        if (type == boolean.class || type == byte.class) {
            return Byte.BYTES;
        }
        if (type == short.class) {
            return Short.BYTES;
        }
        return type == int.class ? Integer.BYTES : Long.BYTES;
    }

    @Override
    public Object read(MemorySegment memory, long offset) {
        long value = number(memory, offset);
        if (type == long.class) {
            return value;
        }
        if (type == int.class) {
            return (int) value;
        }
        if (type == short.class) {
            return (short) value;
        }
        if (type == byte.class) {
            return (byte) value;
        }
        return value != 0;
    }

    /// The value, extended to 64 bits.
    long number(MemorySegment memory, long offset) {
        long bits =
                switch ((int) shape.size()) {
                    case 1 -> memory.get(ValueLayout.JAVA_BYTE, offset);
                    case 2 -> memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
                    case 4 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
                    default -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
                };
        int unused = Long.SIZE - (int) shape.size() * Byte.SIZE;
        return shape.sign() == Sign.UNSIGNED ? bits << unused >>> unused : bits;
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        long number =
                value instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) value).longValue();
        if (size(type) > shape.size()) {
            demandRange(number);
        }
        put(memory, offset, number);
    }

    void put(MemorySegment memory, long offset, long number) {
        switch ((int) shape.size()) {
            case 1 -> memory.set(ValueLayout.JAVA_BYTE, offset, (byte) number);
            case 2 -> memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) number);
            case 4 -> memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, (int) number);
            default -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, number);
        }
    }

    private void demandRange(long number) {
        int bits = (int) shape.size() * Byte.SIZE;
        boolean signed = shape.sign() == Sign.SIGNED;
        long least = signed ? -1L << bits - 1 : 0;
        long most = signed ? ~least : (1L << bits) - 1;
        if (number < least || number > most) {
            throw Refusals.badValue(
                    place,
                    "%d does not fit: %s holds %d to %d"
                            .formatted(number, shape.name(), least, most),
                    "store a number that fits");
        }
    }
}
