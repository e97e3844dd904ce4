package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A structure in memory, its fields by name; all zero at first. What it points to lives as long as
/// the arena.
final class Struct {
    /// Copies on the heap need not be aligned.
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Arena arena;
    private final Layout layout;
    private final MemorySegment segment;

    Struct(Arena arena, Layout layout) {
        this(arena, layout, arena.allocate(layout.size(), Long.BYTES));
    }

    Struct(Arena arena, Layout layout, MemorySegment segment) {
        this.arena = arena;
        this.layout = layout;
        this.segment = segment;
    }

    /// A new `struct NAME`.
    static Struct of(Arena arena, String name) {
        return new Struct(arena, Layout.of(name));
    }

    MemorySegment segment() {
        return segment;
    }

    /// Sets a field to the low bits of `value`.
    Struct set(String field, long value) {
        Layout.Field place = layout.field(field);
        switch (place.size()) {
            case Byte.BYTES -> segment.set(JAVA_BYTE, place.offset(), (byte) value);
            case Short.BYTES -> segment.set(SHORT, place.offset(), (short) value);
            case Integer.BYTES -> segment.set(INT, place.offset(), (int) value);
            case Long.BYTES -> segment.set(LONG, place.offset(), value);
            default -> throw new IllegalArgumentException(field + " is no number");
        }
        return this;
    }

    /// A field of 32 bits.
    int number(String field) {
        return segment.get(INT, layout.offset(field));
    }

    /// A field of 64 bits.
    long wide(String field) {
        return segment.get(LONG, layout.offset(field));
    }

    /// A number of any size.
    long get(String field) {
        Layout.Field place = layout.field(field);
        return switch (place.size()) {
            case Byte.BYTES -> segment.get(JAVA_BYTE, place.offset()) & 0xffL;
            case Short.BYTES -> segment.get(SHORT, place.offset()) & 0xffffL;
            case Integer.BYTES -> segment.get(INT, place.offset());
            case Long.BYTES -> segment.get(LONG, place.offset());
            default -> throw new IllegalArgumentException(field + " is no number");
        };
    }

    /// A field that holds bytes.
    byte[] bytes(String field, int size) {
        return segment.asSlice(layout.offset(field), size).toArray(JAVA_BYTE);
    }

    /// A field that holds a name.
    String text(String field) {
        Layout.Field place = layout.field(field);
        byte[] bytes = bytes(field, place.size());
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    Struct point(String field, MemorySegment target) {
        return set(field, target.address());
    }

    /// Points to a copy of `contents`; to nothing if it is empty.
    Struct bytes(String field, byte[] contents) {
        return contents.length == 0
                ? set(field, 0)
                : point(field, arena.allocateFrom(JAVA_BYTE, contents));
    }

    Struct text(String field, String text) {
        return point(field, arena.allocateFrom(text));
    }

    Struct numbers(String field, int[] numbers) {
        return point(field, arena.allocateFrom(JAVA_INT, numbers));
    }

    Struct descriptors(String field, List<Descriptor> descriptors) {
        return numbers(field, descriptors.stream().mapToInt(Descriptor::number).toArray());
    }

    /// A name as the kernel allows it: letters, digits, underscores and dots, cut off so that a
    /// zero follows.
    Struct name(String field, String name) {
        Layout.Field place = layout.field(field);
        String plain = name.replaceAll("[^A-Za-z0-9_.]", "_");
        byte[] text = plain.getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(text.length, place.size() - 1);
        MemorySegment.copy(text, 0, segment, JAVA_BYTE, place.offset(), length);
        return this;
    }
}
