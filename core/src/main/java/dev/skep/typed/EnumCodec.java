package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/// Numbers as constants of a Java enum, by the names that C gives them.
///
/// @param byNumber the constants
/// @param numbers the numbers, by the constants' order
record EnumCodec(String place, NumberCodec number, Map<Long, Object> byNumber, long[] numbers)
        implements Codec {
    static EnumCodec of(String place, Class<?> type, Shape.Enumeration shape) {
        Object[] constants = type.getEnumConstants();
        long[] numbers = new long[constants.length];
        Map<Long, Object> byNumber = new HashMap<>();
        for (int i = 0; i < constants.length; i++) {
            String name = ((Enum<?>) constants[i]).name();
            String known = Spelling.find(name, shape.constants().keySet());
            if (known == null) {
                throw Spelling.missing(
                        place,
                        "%s has no constant %s".formatted(shape.name(), name),
                        name,
                        shape.constants().keySet());
            }
            numbers[i] = shape.constants().get(known);
            byNumber.put(numbers[i], constants[i]);
        }
        return new EnumCodec(
                place, new NumberCodec(place, shape.number(), long.class), byNumber, numbers);
    }

    @Override
    public Object read(MemorySegment memory, long offset) {
        long value = number.number(memory, offset);
        Object constant = byNumber.get(value);
        if (constant == null) {
            throw Refusals.refuse(
                    TypedCode.UNKNOWN_CONSTANT,
                    place,
                    "no constant stands for %d of %s".formatted(value, number.shape().name()),
                    "add one, or read the field as a number");
        }
        return constant;
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        number.put(memory, offset, numbers[((Enum<?>) value).ordinal()]);
    }
}
