package dev.skep.typed;

import java.util.List;
import java.util.Map;

/// How bytes are laid out, wherever that is known from: BTF, a memory layout, a record.
sealed interface Shape {
    /// How many bytes.
    long size();

    /// What it is called in messages: `__u32`, `struct counter`.
    String name();

    /// What the highest bit of a number means.
    enum Sign {
        /// The number is negative.
        SIGNED,
        /// Nothing special.
        UNSIGNED,
        /// Nobody says.
        UNKNOWN
    }

    /// A whole number or address of 1, 2, 4 or 8 bytes.
    record Number(String name, long size, Sign sign) implements Shape {}

    /// A floating-point number of 4 or 8 bytes.
    record Fraction(String name, long size) implements Shape {}

    /// A number with names.
    record Enumeration(String name, long size, Sign sign, Map<String, Long> constants)
            implements Shape {
        Number number() {
            return new Number(name, size, sign);
        }
    }

    /// Elements one behind the other.
    record Array(Shape element, long count) implements Shape {
        @Override
        public long size() {
            return element.size() * count;
        }

        @Override
        public String name() {
            return "%s[%d]".formatted(element.name(), count);
        }
    }

    /// Fields with names, at offsets in bytes.
    record Struct(String name, long size, List<Field> fields) implements Shape {}

    /// Fields with names in the same place.
    record Union(String name, long size, List<Field> fields) implements Shape {}

    /// Bytes that nothing is known of, or that no number is for.
    record Bytes(String name, long size) implements Shape {}

    /// A field.
    record Field(String name, long offset, Shape shape) {}
}
