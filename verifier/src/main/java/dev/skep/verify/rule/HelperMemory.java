package dev.skep.verify.rule;

import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.StackSlot;

/// Memory that a call reads or fills.
final class HelperMemory {
    private final Walk walk;
    private final Bounds bounds;
    private final StackAccess stack;
    private final MapAccess maps;
    private final KernelPointers kernel;

    HelperMemory(Walk walk) {
        this.walk = walk;
        this.bounds = new Bounds(walk);
        this.stack = new StackAccess(walk);
        this.maps = new MapAccess(walk);
        this.kernel = new KernelPointers(walk);
    }

    /// Memory to be filled on the stack, which need not be written before.
    ///
    /// @param size 0 if there is none
    record Fill(int number, int size) {
        static final Fill NONE = new Fill(0, 0);
    }

    /// How a call uses memory.
    ///
    /// @param fills whether the call writes all of it, so that it need not be initialised
    record Use(boolean writes, boolean fills, boolean emptyAllowed) {}

    /// Proves that a call may use `size` bytes behind register `number`; what it will fill.
    Fill check(int number, int size, Use use) {
        Register pointer = walk.state().get(number);
        int offset = pointer.offset();
        switch (pointer.kind()) {
            case PACKET, PACKET_META ->
                    bounds.checkPacket(number, pointer, offset, size, use.emptyAllowed());
            case MAP_KEY -> {
                checkWritable(number, pointer, use, true);
                bounds.check(
                        number, pointer, offset, size, pointer.map().definition().keySize(), false);
            }
            case MAP_VALUE -> {
                maps.checkAllowed(pointer, offset, size, use.writes());
                maps.check(number, pointer, offset, size, use.emptyAllowed(), true);
            }
            case MEMORY -> {
                checkWritable(number, pointer, use, pointer.has(Register.READ_ONLY));
                bounds.check(number, pointer, offset, size, pointer.size(), use.emptyAllowed());
            }
            case BUFFER -> {
                checkWritable(number, pointer, use, pointer.has(Register.READ_ONLY));
                bounds.checkBuffer(number, pointer, offset, size);
            }
            case STACK -> {
                return checkStack(number, pointer, size, use);
            }
            case BTF -> kernel.checkMemory(number, pointer, size);
            case CONTEXT -> checkContext(number, pointer, size, use);
            case UNWRITTEN,
                    SCALAR,
                    MAP,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCKET_COMMON,
                    TCP_SOCKET,
                    XDP_SOCKET,
                    TRACEPOINT_BUFFER,
                    FUNCTION,
                    DYNPTR,
                    ARENA,
                    ITERATOR ->
                    checkNothing(number, pointer, size, use);
        }
        return Fill.NONE;
    }

    private void checkNothing(int number, Register pointer, int size, Use use) {
        if (use.emptyAllowed() && size == 0 && pointer.isZero()) {
            return;
        }
        throw walk.refuse(
                VerifierCode.ARGUMENT_TYPE,
                "r%d must point to %d bytes of memory".formatted(number, size),
                "R%d type=%s expected=fp".formatted(number, Words.kernel(pointer)),
                number);
    }

    private void checkContext(int number, Register pointer, int size, Use use) {
        if (walk.type() == ProgramType.SYSCALL) {
            bounds.check(number, pointer, pointer.offset(), size, 0xffff, use.emptyAllowed());
        } else {
            checkNothing(number, pointer, size, use);
        }
    }

    private void checkWritable(int number, Register pointer, Use use, boolean readOnly) {
        if (use.writes() && readOnly) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "the call would write to memory that may only be read",
                    "R%d cannot write into %s".formatted(number, Words.kernel(pointer)),
                    number);
        }
    }

    private Fill checkStack(int number, Register pointer, int size, Use use) {
        if (size == 0 && !use.emptyAllowed()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_SIZE,
                    "the call needs at least one byte",
                    "invalid zero-sized read",
                    number);
        }
        stack.checkBounds(number, pointer, pointer.offset(), size, use.writes());
        if (pointer.scalar().isConstant()) {
            if (use.fills()) {
                checkDynptrs(pointer, size);
                return new Fill(number, size);
            }
        } else if (!walk.privileged()) {
            throw walk.refuse(
                    VerifierCode.STACK_BOUNDS,
                    "the offset into the stack must be a known number for unprivileged programs",
                    "R%d variable offset stack access prohibited for !root, var_off=%s"
                            .formatted(number, pointer.scalar().bits()),
                    number);
        }
        checkInitialized(number, pointer, pointer.offset(), size, use.writes());
        return Fill.NONE;
    }

    private void checkDynptrs(Register pointer, int size) {
        Frame frame = walk.state().frame(pointer.frame());
        int from = (int) (pointer.offset() + pointer.scalar().constant());
        for (int at = from; at < from + size; at++) {
            if (frame.slot(StackAccess.slotAt(at)).at(0) == StackSlot.DYNPTR) {
                throw walk.undecided("dynptr");
            }
        }
    }

    /// Proves that all bytes that may be read were written; a call that writes leaves anything.
    void checkInitialized(int number, Register pointer, int offset, int size, boolean writes) {
        Scalar variable = pointer.scalar();
        Frame frame = walk.state().frame(pointer.frame());
        int from = (int) (variable.smin() + offset);
        int to = (int) (variable.smax() + offset) + size;
        for (int at = from; at < to; at++) {
            int index = StackAccess.slotAt(at);
            StackSlot slot = frame.slot(index);
            int kind = slot.at(StackAccess.byteAt(at));
            walk.touched(pointer.frame(), index, false, false);
            boolean spill =
                    slot.isSpill() && (slot.spilled().kind() == Kind.SCALAR || walk.privileged());
            if (kind == StackSlot.MISC) {
                continue;
            }
            if (kind == StackSlot.ZERO || kind == StackSlot.INVALID && walk.privileged()) {
                if (writes) {
                    frame.setSlot(index, slot.with(StackAccess.byteAt(at), StackSlot.MISC));
                }
            } else if (spill) {
                if (writes) {
                    frame.setSlot(index, StackAccess.scrubbed(slot));
                }
            } else {
                throw unwritten(number, pointer, from, at, size);
            }
        }
    }

    private RuntimeException unwritten(int number, Register pointer, int from, int at, int size) {
        boolean known = pointer.scalar().isConstant();
        return walk.refuse(
                VerifierCode.STACK_UNINITIALIZED,
                "byte %d of the stack may be read but was never written".formatted(at),
                known
                        ? "invalid read from stack R%d off %d+%d size %d"
                                .formatted(number, from, at - from, size)
                        : "invalid read from stack R%d var_off %s+%d size %d"
                                .formatted(number, pointer.scalar().bits(), at - from, size),
                number);
    }
}
