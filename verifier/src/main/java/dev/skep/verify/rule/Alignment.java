package dev.skep.verify.rule;

import dev.skep.program.Program;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Tnum;

/// Addresses must be aligned to the size of the access where the program asks for that, and always
/// on the stack, whose contents are followed in slots.
final class Alignment {
    /// Packets start two bytes behind an aligned address.
    private static final int PACKET_START = 2;

    private final Walk walk;

    Alignment(Walk walk) {
        this.walk = walk;
    }

    void check(Register pointer, int offset, int size, boolean strictly) {
        boolean asked = (walk.program().flags() & Program.STRICT_ALIGNMENT) != 0;
        boolean strict = strictly || asked;
        switch (pointer.kind()) {
            case PACKET, PACKET_META -> checkPacket(pointer, offset, size, strict);
            case STACK -> checkAligned(pointer, offset, size, "stack ");
            case FLOW_KEYS -> checkIf(strict, pointer, offset, size, "flow keys ");
            case MAP_KEY -> checkIf(strict, pointer, offset, size, "key ");
            case MAP_VALUE -> checkIf(strict, pointer, offset, size, "value ");
            case CONTEXT -> checkIf(strict, pointer, offset, size, "context ");
            case SOCKET -> checkIf(strict, pointer, offset, size, "sock ");
            case SOCKET_COMMON -> checkIf(strict, pointer, offset, size, "sock_common ");
            case TCP_SOCKET -> checkIf(strict, pointer, offset, size, "tcp_sock ");
            case XDP_SOCKET -> checkIf(strict, pointer, offset, size, "xdp_sock ");
            case ARENA -> {}
            case UNWRITTEN,
                    SCALAR,
                    MAP,
                    PACKET_END,
                    TRACEPOINT_BUFFER,
                    BTF,
                    MEMORY,
                    BUFFER,
                    FUNCTION,
                    DYNPTR,
                    ITERATOR ->
                    checkIf(strict, pointer, offset, size, "");
        }
    }

    private void checkIf(boolean strict, Register pointer, int offset, int size, String what) {
        if (strict) {
            checkAligned(pointer, offset, size, what);
        }
    }

    private void checkAligned(Register pointer, int offset, int size, String what) {
        int at = pointer.offset() + offset;
        Tnum address = pointer.scalar().bits().add(Tnum.of(at));
        if (size > 1 && !address.isAligned(size)) {
            throw walk.refuse(
                    VerifierCode.ALIGNMENT,
                    "%d bytes at offset %d, which is not a multiple of %d"
                            .formatted(size, at, size),
                    "misaligned %saccess off %s+%d+%d size %d"
                            .formatted(
                                    what, pointer.scalar().bits(), pointer.offset(), offset, size));
        }
    }

    private void checkPacket(Register pointer, int offset, int size, boolean strict) {
        if (!strict || size == 1) {
            return;
        }
        Tnum address =
                pointer.scalar()
                        .bits()
                        .add(Tnum.of((long) PACKET_START + pointer.offset() + offset));
        if (!address.isAligned(size)) {
            throw walk.refuse(
                    VerifierCode.ALIGNMENT,
                    "packets start 2 bytes behind an aligned address, so %d bytes at offset %d are not aligned"
                            .formatted(size, pointer.offset() + offset),
                    "misaligned packet access off %d+%s+%d+%d size %d"
                            .formatted(
                                    PACKET_START,
                                    pointer.scalar().bits(),
                                    pointer.offset(),
                                    offset,
                                    size));
        }
    }
}
