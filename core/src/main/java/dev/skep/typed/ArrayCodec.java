package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Arrays of C as arrays of Java.
///
/// @param create makes an array of a length
/// @param get reads an element of one
/// @param set stores an element
record ArrayCodec(
        String place,
        Codec element,
        int count,
        long stride,
        MethodHandle create,
        MethodHandle get,
        MethodHandle set)
        implements Codec {
    static ArrayCodec of(String place, Class<?> type, Codec element, int count, long stride) {
        return new ArrayCodec(
                place,
                element,
                count,
                stride,
                MethodHandles.arrayConstructor(type)
                        .asType(MethodType.methodType(Object.class, int.class)),
                MethodHandles.arrayElementGetter(type)
                        .asType(MethodType.methodType(Object.class, Object.class, int.class)),
                MethodHandles.arrayElementSetter(type)
                        .asType(
                                MethodType.methodType(
                                        void.class, Object.class, int.class, Object.class)));
    }

    @Override
    public Object read(MemorySegment memory, long offset) {
        try {
            Object array = (Object) create.invokeExact(count);
            for (int i = 0; i < count; i++) {
                set.invokeExact(array, i, element.read(memory, offset + i * stride));
            }
            return array;
        } catch (Throwable thrown) {
            throw Codecs.rethrown(thrown);
        }
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        demandCount(place, java.lang.reflect.Array.getLength(value), count);
        try {
            for (int i = 0; i < count; i++) {
                element.write(memory, offset + i * stride, (Object) get.invokeExact(value, i));
            }
        } catch (Throwable thrown) {
            throw Codecs.rethrown(thrown);
        }
    }

    static void demandCount(String place, int given, int count) {
        if (given != count) {
            throw Refusals.badValue(
                    place,
                    "%d elements do not fill an array of %d".formatted(given, count),
                    "store exactly as many");
        }
    }
}
