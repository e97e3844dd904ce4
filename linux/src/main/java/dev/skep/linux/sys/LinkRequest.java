package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What `BPF_LINK_CREATE` takes. Which fields mean something depends on the attach type; their
/// names are those of `link_create` in `structs.txt`. Not for several threads.
public final class LinkRequest {
    /// Sets something of the structure.
    private interface Part {
        void apply(Arena arena, Struct attributes);
    }

    private final List<Part> parts = new ArrayList<>();

    /// A program, and what to attach it to: a descriptor or an interface's index, 0 where the
    /// program says it.
    public LinkRequest(int program, int target, int attachType) {
        set("prog_fd", program).set("target_fd", target).set("attach_type", attachType);
    }

    /// Sets a field.
    public LinkRequest set(String field, long value) {
        parts.add((_, attributes) -> attributes.set(field, value));
        return this;
    }

    /// Points to numbers of 64 bits.
    public LinkRequest numbers(String field, long[] values) {
        long[] copy = values.clone();
        parts.add(
                (arena, attributes) ->
                        attributes.point(field, arena.allocateFrom(JAVA_LONG, copy)));
        return this;
    }

    /// Points to bytes.
    public LinkRequest bytes(String field, byte[] bytes) {
        byte[] copy = bytes.clone();
        parts.add((_, attributes) -> attributes.bytes(field, copy));
        return this;
    }

    /// Points to a text.
    public LinkRequest text(String field, String text) {
        parts.add((_, attributes) -> attributes.text(field, text));
        return this;
    }

    /// Points to pointers to texts.
    public LinkRequest texts(String field, List<String> texts) {
        List<String> copy = List.copyOf(texts);
        parts.add((arena, attributes) -> attributes.point(field, pointers(arena, copy)));
        return this;
    }

    private static MemorySegment pointers(Arena arena, List<String> texts) {
        return arena.allocateFrom(
                JAVA_LONG,
                texts.stream().mapToLong(t -> arena.allocateFrom(t).address()).toArray());
    }

    Struct attributes(Arena arena) {
        Struct attributes = Struct.of(arena, "link_create");
        parts.forEach(part -> part.apply(arena, attributes));
        return attributes;
    }
}
