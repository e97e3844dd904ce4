package dev.skep.spec;

/// One field of a context structure, or an array of them.
///
/// @param offset in bytes from the start of the structure
/// @param size in bytes
/// @param unit the widest access in bytes; smaller than `size` for arrays
/// @param kind what it holds
/// @param readable whether programs may read it, `unit` bytes at a time
/// @param narrowReadable whether they may read parts of it
/// @param writable whether programs may write it, `unit` bytes at a time
/// @param narrowWritable whether they may write parts of it
public record ContextField(
        String name,
        int offset,
        int size,
        int unit,
        Kind kind,
        boolean readable,
        boolean narrowReadable,
        boolean writable,
        boolean narrowWritable) {
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
        /// A socket, or NULL.
        SOCKET,
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

    /// Whether `bytes` bytes at `at`, counted from the start of the structure, may be read.
    public boolean allowsRead(int at, int bytes) {
        return readable && fits(at, bytes, narrowReadable);
    }

    /// Whether `bytes` bytes at `at`, counted from the start of the structure, may be written.
    public boolean allowsWrite(int at, int bytes) {
        return writable && fits(at, bytes, narrowWritable);
    }

    private boolean fits(int at, int bytes, boolean narrow) {
        int within = at - offset;
        boolean whole = bytes == unit && within % unit == 0;
        boolean part = narrow && bytes < unit && within % bytes == 0;
        // Two neighbouring words of an array may be taken at once.
        boolean pair = bytes == 2 * unit && size > unit && at % bytes == 0;
        return within >= 0 && within + bytes <= size && (whole || part || pair);
    }
}
