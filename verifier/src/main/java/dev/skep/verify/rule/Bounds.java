package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.flow.Refusal;

/// Accesses must stay inside what they access: map values and keys, memory of a known size, the
/// proven part of the packet, buffers.
final class Bounds {
    private final Walk walk;

    Bounds(Walk walk) {
        this.walk = walk;
    }

    /// Proves that `size` bytes at `offset`, plus the pointer's variable offset, lie inside `limit`
    /// bytes.
    void check(
            int number, Register pointer, int offset, int size, int limit, boolean emptyAllowed) {
        Scalar variable = pointer.scalar();
        long least = variable.smin();
        if (least < 0
                && (least == Long.MIN_VALUE
                        || offset + least != (int) (offset + least)
                        || least + offset < 0)) {
            throw walk.refuse(
                    VerifierCode.NEGATIVE_OFFSET,
                    "the offset from the start may be %s"
                            .formatted(
                                    least == Long.MIN_VALUE
                                            ? "negative"
                                            : Long.toString(least + offset)),
                    "R%d min value is negative, either use unsigned index or do a if (index >=0) check."
                            .formatted(number),
                    number);
        }
        if (!inside(least + offset, size, limit, emptyAllowed)) {
            throw outside(number, pointer, least + offset, size, limit, "min");
        }
        long most = variable.umax();
        if (Long.compareUnsigned(most, Walk.MOST_OFFSET) >= 0) {
            throw walk.refuse(
                    VerifierCode.UNBOUNDED_OFFSET,
                    "nothing proves an upper bound of the offset",
                    "R%d unbounded memory access, make sure to bounds check any such access"
                            .formatted(number),
                    number);
        }
        if (!inside(most + offset, size, limit, emptyAllowed)) {
            throw outside(number, pointer, most + offset, size, limit, "max");
        }
    }

    private static boolean inside(long offset, int size, int limit, boolean emptyAllowed) {
        boolean allowed = size > 0 || size == 0 && emptyAllowed;
        return allowed && offset >= 0 && offset + size <= Integer.toUnsignedLong(limit);
    }

    private RuntimeException outside(
            int number, Register pointer, long offset, int size, int limit, String which) {
        String bytes = "%d bytes at offset %d".formatted(size, offset);
        String kernel =
                switch (pointer.kind()) {
                    case MAP_KEY ->
                            "invalid access to map key, key_size=%d off=%d size=%d"
                                    .formatted(limit, offset, size);
                    case MAP_VALUE ->
                            "invalid access to map value, value_size=%d off=%d size=%d"
                                    .formatted(limit, offset, size);
                    case UNWRITTEN,
                            SCALAR,
                            CONTEXT,
                            MAP,
                            STACK,
                            PACKET,
                            PACKET_META,
                            PACKET_END,
                            FLOW_KEYS,
                            SOCKET,
                            SOCKET_COMMON,
                            TCP_SOCKET,
                            XDP_SOCKET,
                            TRACEPOINT_BUFFER,
                            BTF,
                            MEMORY,
                            BUFFER,
                            FUNCTION,
                            DYNPTR,
                            ARENA,
                            ITERATOR ->
                            "invalid access to memory, mem_size=%d off=%d size=%d"
                                    .formatted(limit, offset, size);
                };
        boolean map = pointer.kind() == Kind.MAP_VALUE || pointer.kind() == Kind.MAP_KEY;
        String what = map ? "a map value or key" : "memory";
        Refusal refusal =
                walk.refuse(
                        map ? VerifierCode.MAP_VALUE_BOUNDS : VerifierCode.MEMORY_BOUNDS,
                        "%s would be used of %s that has %d".formatted(bytes, what, limit),
                        kernel
                                + "; R%d %s value is outside of the allowed memory range"
                                        .formatted(number, which),
                        number);
        boolean variable = !pointer.scalar().isConstant();
        return variable && limit >= size
                ? refusal.fix(
                        "check before this line that the whole offset is at most %d"
                                .formatted(limit - size))
                : refusal;
    }

    /// Proves that `size` bytes at `offset` from a packet pointer's base lie in the packet.
    void checkPacket(int number, Register pointer, int offset, int size, boolean emptyAllowed) {
        if (pointer.scalar().smin() < 0) {
            throw walk.refuse(
                    VerifierCode.NEGATIVE_OFFSET,
                    "the offset into the packet may be negative",
                    "R%d min value is negative, either use unsigned index or do a if (index >=0) check."
                            .formatted(number),
                    number);
        }
        int proven = pointer.proven();
        if (proven >= 0 && inside(offset, size, proven, emptyAllowed)) {
            return;
        }
        throw outsidePacket(number, pointer, offset, size);
    }

    private RuntimeException outsidePacket(int number, Register pointer, int offset, int size) {
        int proven = pointer.proven();
        String kernel =
                proven >= 0
                        ? "invalid access to packet, off=%d size=%d, R%d(id=%d,off=%d,r=%d); R%d offset is outside of the packet"
                                .formatted(
                                        offset, size, number, pointer.id(), offset, proven, number)
                        : "R%d offset is outside of the packet".formatted(number);
        String bytes =
                size == 1
                        ? "byte " + offset
                        : "bytes %d to %d".formatted(offset, offset + size - 1);
        String base =
                pointer.id() == 0
                        ? pointer.kind() == Kind.PACKET ? "the packet" : "the packet's metadata"
                        : "the part of the packet that starts at the variable base of r" + number;
        String known = proven <= 0 ? "none is" : "only %d are".formatted(proven);
        return walk.refuse(
                        VerifierCode.PACKET_BOUNDS,
                        "%s of %s would be used, %s proven to be there"
                                .formatted(bytes, base, known),
                        kernel,
                        number)
                .fix(
                        "before this line, leave unless %s + %d <= data_end"
                                .formatted(
                                        pointer.id() == 0 ? "data" : "that base", offset + size));
    }

    /// Proves that an access to a buffer of unknown size starts at a known place in it.
    void checkBuffer(int number, Register pointer, int offset, int size) {
        if (offset < 0 || !pointer.scalar().isConstant() || pointer.scalar().constant() != 0) {
            throw walk.refuse(
                    VerifierCode.MEMORY_BOUNDS,
                    "the offset into the buffer must be a known number, not negative",
                    offset < 0
                            ? "R%d invalid %s buffer access: off=%d, size=%d"
                                    .formatted(number, Words.kernel(pointer), offset, size)
                            : "R%d invalid variable buffer offset: off=%d, var_off=%s"
                                    .formatted(number, offset, pointer.scalar().bits()),
                    number);
        }
    }
}
