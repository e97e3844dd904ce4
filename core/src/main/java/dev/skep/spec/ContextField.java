package dev.skep.spec;

import java.util.Set;

/// One field of a context structure, or an array of them.
///
/// @param offset in bytes from the start of the structure
/// @param size in bytes
/// @param unit the usual width of an access in bytes; smaller than `size` for arrays
/// @param kind what it holds
/// @param access what programs may do with it
public record ContextField(
        String name, int offset, int size, int unit, Kind kind, Set<Access> access) {
    /// What a field holds.
    public enum Kind {
        /// A number.
        SCALAR,
        /// The address of the packet's first byte.
        PACKET,
        /// The address behind the packet's last byte.
        PACKET_END,
        /// The address of the metadata in front of the packet.
        PACKET_META,
        /// A full socket.
        SOCKET,
        /// A full socket, or NULL.
        SOCKET_OR_NULL,
        /// A socket of any state, or NULL.
        SOCKET_COMMON_OR_NULL,
        /// The address of the flow dissector's result.
        FLOW_KEYS,
        /// The address of a socket option's value.
        OPTION_VALUE,
        /// The address behind it.
        OPTION_VALUE_END,
        /// A pointer to a structure of the kernel.
        KERNEL;

        /// Whether programs see a 64-bit address there, whatever the field's width.
        public boolean pointer() {
            return this != SCALAR;
        }
    }

    /// One way to use a field. What is not listed is refused.
    public enum Access {
        /// Read it, a unit at a time.
        READ('r'),
        /// Read any aligned part of a unit.
        READ_PART('n'),
        /// Read a part that starts where the field starts.
        READ_FIRST_PART('f'),
        /// Read half a unit.
        READ_HALF('h'),
        /// Read it together with as many bytes of padding behind it.
        READ_PADDED('p'),
        /// Write it, a unit at a time.
        WRITE('w'),
        /// Write any aligned part of a unit.
        WRITE_PART('m'),
        /// Read or write two neighbouring units at once, whichever of the two is allowed.
        PAIR('d');

        private final char letter;

        Access(char letter) {
            this.letter = letter;
        }

        /// How `contexts.txt` writes it.
        char letter() {
            return letter;
        }
    }

    /// Copies the ways of access.
    public ContextField {
        access = Set.copyOf(access);
    }

    /// The same field with other ways of access.
    ContextField withAccess(Set<Access> other) {
        return new ContextField(name, offset, size, unit, kind, other);
    }

    /// Whether programs may read it.
    public boolean readable() {
        return access.contains(Access.READ);
    }

    /// Whether programs may write it.
    public boolean writable() {
        return access.contains(Access.WRITE);
    }

    /// Whether `bytes` bytes at `at`, counted from the start of the structure, may be read.
    public boolean allowsRead(int at, int bytes) {
        if (!readable()) {
            return false;
        }
        boolean first = access.contains(Access.READ_FIRST_PART) && at == offset && bytes < unit;
        boolean half = access.contains(Access.READ_HALF) && 2 * bytes == unit && at % bytes == 0;
        boolean padded = access.contains(Access.READ_PADDED) && at == offset && bytes == 2 * size;
        return padded || within(at, bytes) && (first || half || fits(at, bytes, Access.READ_PART));
    }

    /// Whether `bytes` bytes at `at`, counted from the start of the structure, may be written.
    public boolean allowsWrite(int at, int bytes) {
        return writable() && within(at, bytes) && fits(at, bytes, Access.WRITE_PART);
    }

    private boolean within(int at, int bytes) {
        return at >= offset && at + bytes <= offset + size;
    }

    private boolean fits(int at, int bytes, Access part) {
        int into = at - offset;
        boolean whole = bytes == unit && into % unit == 0;
        boolean narrow = bytes < unit && into % bytes == 0 && access.contains(part);
        boolean pair = bytes == 2 * unit && at % bytes == 0 && access.contains(Access.PAIR);
        return whole || narrow || pair;
    }
}
