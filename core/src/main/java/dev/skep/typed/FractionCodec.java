package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Floating-point numbers.
///
/// @param type `float.class` or `double.class`, of the size that the bytes have
record FractionCodec(Class<?> type) implements Codec {
    @Override
    public Object read(MemorySegment memory, long offset) {
        return type == float.class
                ? (Object) memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset)
                : (Object) memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset);
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        if (type == float.class) {
            memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, offset, (float) value);
        } else {
            memory.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, offset, (double) value);
        }
    }
}
