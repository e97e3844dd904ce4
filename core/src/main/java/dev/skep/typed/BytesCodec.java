package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Bytes as they are, all of them.
record BytesCodec(String place, int size) implements Codec {
    @Override
    public Object read(MemorySegment memory, long offset) {
        return memory.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        byte[] bytes = (byte[]) value;
        ArrayCodec.demandCount(place, bytes.length, size);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset, size);
    }
}
