package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A value for each CPU, as many as there are.
///
/// @param stride from one to the next, in bytes
record PerCpuCodec(String place, Codec each, int stride) implements Codec {
    @Override
    public Object read(MemorySegment memory, long offset) {
        List<Object> values = new ArrayList<>();
        for (long at = offset; at < memory.byteSize(); at += stride) {
            values.add(each.read(memory, at));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        long at = offset;
        for (Object one : (List<?>) value) {
            if (one == null) {
                throw Refusals.badValue(place, "the value of a CPU is null", "give it a value");
            }
            each.write(memory, at, one);
            at += stride;
        }
    }
}
