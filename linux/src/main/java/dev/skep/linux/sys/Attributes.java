package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A `union bpf_attr` while it is filled in. Fields are named by their offset in bytes; what is not
/// set is zero. What it points to lives as long as the arena.
final class Attributes {
    /// The size of a name, the zero at its end included.
    private static final int NAME = 16;

    private final Arena arena;
    private final MemorySegment segment;

    Attributes(Arena arena, int size) {
        this.arena = arena;
        this.segment = arena.allocate(size, Long.BYTES);
    }

    MemorySegment segment() {
        return segment;
    }

    Attributes number(int at, int value) {
        segment.set(JAVA_INT, at, value);
        return this;
    }

    Attributes wide(int at, long value) {
        segment.set(JAVA_LONG, at, value);
        return this;
    }

    Attributes pointer(int at, MemorySegment target) {
        return wide(at, target.address());
    }

    Attributes bytes(int at, byte[] contents) {
        return pointer(at, arena.allocateFrom(JAVA_BYTE, contents));
    }

    Attributes text(int at, String text) {
        return pointer(at, arena.allocateFrom(text));
    }

    Attributes descriptors(int at, List<Descriptor> descriptors) {
        int[] numbers = descriptors.stream().mapToInt(Descriptor::number).toArray();
        return pointer(at, arena.allocateFrom(JAVA_INT, numbers));
    }

    /// A name as the kernel allows it: at most 15 letters, digits, underscores and dots.
    Attributes name(int at, String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_.]", "_");
        byte[] text = plain.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(text.length, NAME - 1);
        MemorySegment.copy(text, 0, segment, JAVA_BYTE, at, length);
        return this;
    }

    int number(int at) {
        return segment.get(JAVA_INT, at);
    }
}
