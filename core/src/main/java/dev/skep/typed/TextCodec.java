package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Text in an array of `char`, in UTF-8: up to the first zero byte, or all of it.
record TextCodec(String place, int size) implements Codec {
    @Override
    public Object read(MemorySegment memory, long offset) {
        byte[] bytes = memory.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < size && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > size) {
            throw Refusals.badValue(
                    place,
                    "the text takes %d bytes, there are %d".formatted(bytes.length, size),
                    "shorten it");
        }
        MemorySegment target = memory.asSlice(offset, size);
        target.fill((byte) 0);
        target.copyFrom(MemorySegment.ofArray(bytes));
    }
}
