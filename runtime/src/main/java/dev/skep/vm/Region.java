package dev.skep.vm;

/// A piece of memory that a run may touch.
///
/// @param kind what it is
/// @param name how messages call it: `the packet`
/// @param start its address
/// @param size in bytes
/// @param access what the program may do there
public record Region(Kind kind, String name, long start, long size, Access access) {
    /// What regions hold.
    public enum Kind {
        /// A stack frame.
        STACK,
        /// The argument that the program starts with.
        CONTEXT,
        /// The packet's linear part.
        PACKET,
        /// A map's value.
        MAP_VALUE,
        /// A record reserved in a ring buffer.
        RECORD,
        /// An iterator on the stack, until it is destroyed.
        ITERATOR,
        /// Anything else.
        OTHER
    }

    /// What a program may do with memory.
    public enum Access {
        /// Load only.
        READ,
        /// Load and store.
        READ_WRITE
    }

    /// The packet's bytes.
    public static Region packet(long start, long size, Access access) {
        return new Region(Kind.PACKET, "the packet", start, size, access);
    }

    /// An iterator that a program made on its stack.
    public static Region iterator(long start, long size) {
        return new Region(Kind.ITERATOR, "an iterator", start, size, Access.READ_WRITE);
    }

    /// A record of a ring buffer.
    public static Region record(long start, long size) {
        return new Region(Kind.RECORD, "the reserved record", start, size, Access.READ_WRITE);
    }

    /// A record of a user ring buffer.
    public static Region sample(long start, long size) {
        return new Region(Kind.RECORD, "the record", start, size, Access.READ_WRITE);
    }

    /// A dynptr that a callback is given.
    public static Region dynptr(long start, long size) {
        return new Region(Kind.OTHER, "the dynptr", start, size, Access.READ);
    }

    /// The address behind its last byte.
    public long end() {
        return start + size;
    }

    /// Whether all of these bytes lie inside.
    public boolean contains(long address, long bytes) {
        long offset = address - start;
        return offset >= 0 && bytes <= size && offset <= size - bytes;
    }

    boolean writable() {
        return access == Access.READ_WRITE;
    }

    /// The name and the size, as messages show it.
    String describe() {
        return "%s (%d bytes)".formatted(name, size);
    }
}
