package dev.skep.typed;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Structures as records, component by component.
///
/// @param construct takes the components as an `Object[]`
record RecordCodec(MethodHandle construct, List<Part> parts) implements Codec {
    /// A component.
    ///
    /// @param offset of its field
    /// @param get takes a record
    record Part(String place, long offset, Codec codec, MethodHandle get) {}

    @Override
    public Object read(MemorySegment memory, long offset) {
        Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            Part part = parts.get(i);
            values[i] = part.codec.read(memory, offset + part.offset);
        }
        try {
            return (Object) construct.invokeExact(values);
        } catch (Throwable thrown) {
            throw Codecs.rethrown(thrown);
        }
    }

    @Override
    public void write(MemorySegment memory, long offset, Object value) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Object component;
            try {
                component = (Object) part.get.invokeExact(value);
            } catch (Throwable thrown) {
                throw Codecs.rethrown(thrown);
            }
            if (component == null) {
                throw Refusals.badValue(part.place, "it is null", "give it a value");
            }
            part.codec.write(memory, offset + part.offset, component);
        }
    }
}
