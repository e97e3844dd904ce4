package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Arrays of C as lists; those that are read cannot be changed.
record ListCodec(String place, Codec element, int count, long stride) implements Codec {
    @Override
    public Object read(MemorySegment memory, long offset) {
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.read(memory, offset + i * stride));
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        List<?> list = (List<?>) value;
        ArrayCodec.demandCount(place, list.size(), count);
        for (int i = 0; i < count; i++) {
            element.write(memory, offset + i * stride, list.get(i));
        }
    }
}
