package dev.skep.verify.rule;

import dev.skep.isa.Operand;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.StackSlot;

/// Loads from and stores to the stack, which remembers what was spilled to it.
final class StackAccess {
    /// How much stack a function has.
    static final int SIZE = 512;

    private final Walk walk;

    StackAccess(Walk walk) {
        this.walk = walk;
    }

    /// Proves that an access stays within the stack, and makes room for it.
    void checkBounds(int number, Register pointer, int offset, int size, boolean write) {
        Scalar variable = pointer.scalar();
        boolean known = variable.isConstant();
        if (!known
                && (variable.smax() >= Walk.MOST_OFFSET || variable.smin() <= -Walk.MOST_OFFSET)) {
            throw walk.refuse(
                    VerifierCode.UNBOUNDED_OFFSET,
                    "nothing bounds the offset into the stack",
                    "invalid unbounded variable-offset%s stack R%d"
                            .formatted(write ? " write to" : " read from", number),
                    number);
        }
        long least = variable.smin() + offset;
        long most = variable.smax() + offset + size;
        Frame frame = walk.state().frame(pointer.frame());
        long lowest = write || walk.privileged() ? -SIZE : -(long) frame.slots() * StackSlot.SIZE;
        if (least < lowest || least > -1 || most > 0) {
            String way = write ? " write to" : " read from";
            throw walk.refuse(
                    VerifierCode.STACK_BOUNDS,
                    "%d bytes at offset %s of the stack, which reaches from -512 to -1"
                            .formatted(
                                    size,
                                    known ? Long.toString(least) : least + " to " + (most - size)),
                    known
                            ? "invalid%s stack R%d off=%d size=%d"
                                    .formatted(way, number, least, size)
                            : "invalid variable-offset%s stack R%d var_off=%s off=%d size=%d"
                                    .formatted(way, number, variable.bits(), offset, size),
                    number);
        }
        int slots = (int) (-least + StackSlot.SIZE - 1) / StackSlot.SIZE;
        frame.reserve(slots);
        walk.usesStack(frame, slots * StackSlot.SIZE);
    }

    /// The slot that the byte at `offset` below the frame pointer lies in.
    static int slotAt(int offset) {
        return (-offset - 1) / StackSlot.SIZE;
    }

    /// The place of that byte in its slot, 0 for the lowest address.
    static int byteAt(int offset) {
        return Math.floorMod(offset, StackSlot.SIZE);
    }

    void load(Access access) {
        Register pointer = access.pointer();
        Scalar variable = pointer.scalar();
        if (!variable.isConstant()) {
            if (access.target() < 0) {
                throw walk.refuse(
                        VerifierCode.STACK_BOUNDS,
                        "the offset into the stack must be a known number here",
                        "variable offset stack pointer cannot be passed into helper function; var_off=%s off=%d size=%d"
                                .formatted(variable.bits(), access.at(), access.size()),
                        access.number());
            }
            new HelperMemory(walk)
                    .checkInitialized(access.number(), pointer, access.at(), access.size(), false);
            loadSomewhere(access);
            return;
        }
        loadFrom(access, (int) (access.at() + variable.constant()));
    }

    /// A load from one of several places: zero if all of them are zero.
    private void loadSomewhere(Access access) {
        Scalar variable = access.pointer().scalar();
        int from = (int) (variable.smin() + access.at());
        int to = (int) (variable.smax() + access.at()) + access.size();
        setLoaded(access, allZero(walk.state().frame(access.pointer().frame()), from, to));
    }

    private void setLoaded(Access access, boolean zero) {
        if (access.target() >= 0) {
            walk.write(access.target(), zero ? zero() : walk.unknown());
        }
    }

    private Register zero() {
        return walk.privileged() ? Register.ZERO : Register.ZERO.precise(true);
    }

    private static boolean allZero(Frame frame, int from, int to) {
        for (int at = from; at < to; at++) {
            if (frame.slot(slotAt(at)).at(byteAt(at)) != StackSlot.ZERO) {
                return false;
            }
        }
        return true;
    }

    private void loadFrom(Access access, int offset) {
        int frameNumber = access.pointer().frame();
        Frame frame = walk.state().frame(frameNumber);
        int index = slotAt(offset);
        StackSlot slot = frame.slot(index);
        walk.touched(frameNumber, index, false, false);
        if (!slot.isSpill()) {
            checkWritten(frame, offset, access.size());
            setLoaded(access, allZero(frame, offset, offset + access.size()));
            return;
        }
        if (access.size() != StackSlot.SIZE || slot.spilledSize() != StackSlot.SIZE) {
            fillPart(access, frame, offset);
            return;
        }
        if (access.target() >= 0) {
            if (walk.privileged()) {
                slot = slot.with(walk.linked(slot.spilled()));
                frame.setSlot(index, slot);
            }
            walk.write(access.target(), slot.spilled());
        } else if (walk.secret(slot.spilled())) {
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "a pointer is spilled at offset %d of the stack".formatted(offset),
                    "leaking pointer from stack off " + offset);
        }
        walk.noteStack(frameNumber, index);
    }

    /// A load of a part of a slot that a number was spilled to, or of a slot with a narrow spill.
    private void fillPart(Access access, Frame frame, int offset) {
        int index = slotAt(offset);
        StackSlot slot = frame.slot(index);
        Register spilled = slot.spilled();
        int size = access.size();
        if (spilled.kind() != Kind.SCALAR) {
            throw walk.refuse(
                    VerifierCode.SPILLED_POINTER,
                    "%d bytes of a spilled pointer are read".formatted(size),
                    "invalid size of register fill");
        }
        int frameNumber = access.pointer().frame();
        if (access.target() < 0) {
            return;
        }
        if (size <= slot.spilledSize() && byteAt(offset) == 0) {
            if (walk.privileged()
                    && size == 4
                    && slot.spilledSize() == 4
                    && Arithmetic.bits(spilled.scalar()) <= Integer.SIZE) {
                spilled = walk.linked(spilled);
                frame.setSlot(index, slot.with(spilled));
            }
            boolean fits = Arithmetic.bits(spilled.scalar()) <= size * Byte.SIZE;
            walk.write(access.target(), fits ? spilled : spilled.unlinked());
            walk.noteStack(frameNumber, index);
            return;
        }
        int spills = 0;
        int zeroes = 0;
        for (int i = 0; i < size; i++) {
            int kind = slot.at(byteAt(offset) + i);
            spills += kind == StackSlot.SPILL ? 1 : 0;
            zeroes += kind == StackSlot.ZERO ? 1 : 0;
            if (kind == StackSlot.INVALID && !walk.privileged()) {
                throw unwritten(offset, i, size);
            }
        }
        if (spills == size && spilled.isZero()) {
            walk.write(access.target(), zero());
            walk.noteStack(frameNumber, index);
        } else {
            walk.write(access.target(), zeroes == size ? zero() : walk.unknown());
        }
    }

    private void checkWritten(Frame frame, int offset, int size) {
        for (int i = 0; i < size; i++) {
            int kind = frame.slot(slotAt(offset + i)).at(byteAt(offset + i));
            boolean readable =
                    kind == StackSlot.MISC
                            || kind == StackSlot.ZERO
                            || kind == StackSlot.INVALID && walk.privileged();
            if (!readable) {
                throw unwritten(offset, i, size);
            }
        }
    }

    private RuntimeException unwritten(int offset, int at, int size) {
        return walk.refuse(
                VerifierCode.STACK_UNINITIALIZED,
                "byte %d of the stack was never written".formatted(offset + at),
                "invalid read from stack off %d+%d size %d".formatted(offset, at, size));
    }

    void store(Access access) {
        Scalar variable = access.pointer().scalar();
        if (variable.isConstant()) {
            storeTo(access, (int) (access.at() + variable.constant()));
        } else {
            storeSomewhere(access);
        }
    }

    private void storeTo(Access access, int offset) {
        int frameNumber = access.pointer().frame();
        Frame frame = walk.state().frame(frameNumber);
        int index = slotAt(offset);
        StackSlot slot = frame.slot(index);
        int size = access.size();
        if (!walk.privileged()
                && slot.isSpill()
                && !slot.isScalarSpill()
                && size != StackSlot.SIZE) {
            throw walk.refuse(
                    VerifierCode.SPILLED_POINTER,
                    "a part of a spilled pointer would be overwritten",
                    "attempt to corrupt spilled pointer on stack");
        }
        checkDynptr(slot);
        walk.touched(frameNumber, index, size == StackSlot.SIZE, true);
        boolean aligned = byteAt(offset) == 0;
        int source = access.sourceRegister();
        Register value = source >= 0 ? walk.state().get(source) : null;
        if (value != null && aligned && value.isNumber() && walk.privileged()) {
            boolean fits = Arithmetic.bits(value.scalar()) <= size * Byte.SIZE;
            Register spilled = fits ? walk.link(source) : value.unlinked();
            frame.setSlot(index, spill(slot, spilled, size));
            walk.noteStack(frameNumber, index);
        } else if (access.source() instanceof Operand.Immediate immediate
                && aligned
                && walk.privileged()) {
            Register constant = Register.number(Scalar.of(immediate.value()));
            frame.setSlot(index, spill(slot, constant, size));
            walk.noteStack(frameNumber, index);
        } else if (value != null && spillable(value)) {
            spillPointer(access, frame, index, value);
            walk.noteStack(frameNumber, index);
        } else {
            storeData(access, frame, offset, value);
        }
    }

    private void spillPointer(Access access, Frame frame, int index, Register value) {
        if (access.size() != StackSlot.SIZE) {
            throw walk.refuse(
                    VerifierCode.SPILLED_POINTER,
                    "%d bytes of the pointer in r%d would be stored"
                            .formatted(access.size(), access.sourceRegister()),
                    "invalid size of register spill",
                    access.sourceRegister());
        }
        if (frame != walk.frame() && value.kind() == Kind.STACK) {
            throw walk.refuse(
                    VerifierCode.POINTER_LEAK,
                    "a pointer to the stack would outlive its function on the caller's stack",
                    "cannot spill pointers to stack into stack frame of the caller",
                    access.sourceRegister());
        }
        frame.setSlot(index, spill(frame.slot(index), value, StackSlot.SIZE));
    }

    /// A spill; what it does not cover is no longer part of another.
    private StackSlot spill(StackSlot slot, Register register, int size) {
        StackSlot result = StackSlot.spill(register, size, slot);
        for (int i = size; i < StackSlot.SIZE; i++) {
            int kind = slot.at(i);
            boolean stays =
                    kind == StackSlot.ZERO || kind == StackSlot.INVALID && walk.privileged();
            result = result.with(i, stays ? kind : StackSlot.MISC);
        }
        return result;
    }

    private void storeData(Access access, Frame frame, int offset, Register value) {
        int index = slotAt(offset);
        StackSlot slot = scrubbed(frame.slot(index));
        boolean zero =
                value != null && value.isZero()
                        || access.source() instanceof Operand.Immediate i && i.value() == 0;
        if (zero && value != null) {
            walk.markPrecise(access.sourceRegister());
        }
        for (int i = 0; i < access.size(); i++) {
            slot = slot.with(byteAt(offset) + i, zero ? StackSlot.ZERO : StackSlot.MISC);
        }
        frame.setSlot(index, slot);
    }

    /// The slot without what was spilled to it.
    static StackSlot scrubbed(StackSlot slot) {
        StackSlot result = slot.with(Register.UNWRITTEN);
        int first = slot.at(0);
        boolean special =
                first == StackSlot.SPILL
                        || first == StackSlot.DYNPTR
                        || first == StackSlot.ITERATOR
                        || first == StackSlot.INTERRUPT_FLAGS;
        if (special) {
            for (int i = 0; i < StackSlot.SIZE; i++) {
                if (slot.at(i) != StackSlot.INVALID) {
                    result = result.with(i, StackSlot.MISC);
                }
            }
        }
        return result;
    }

    /// Memory that a call filled: anything may stand there now.
    void fill(HelperMemory.Fill fill) {
        if (fill.size() == 0) {
            return;
        }
        Register pointer = walk.state().get(fill.number());
        int from = (int) (pointer.offset() + pointer.scalar().constant());
        Frame frame = walk.state().frame(pointer.frame());
        for (int at = from; at < from + fill.size(); at++) {
            int index = slotAt(at);
            StackSlot slot = frame.slot(index);
            if (!walk.privileged() && slot.isSpill() && !slot.isScalarSpill()) {
                throw walk.refuse(
                        VerifierCode.SPILLED_POINTER,
                        "a part of a spilled pointer would be overwritten",
                        "attempt to corrupt spilled pointer on stack");
            }
            checkDynptr(slot);
            walk.touched(pointer.frame(), index, false, true);
            frame.setSlot(index, scrubbed(slot).with(byteAt(at), StackSlot.MISC));
        }
    }

    private void checkDynptr(StackSlot slot) {
        if (slot.at(0) == StackSlot.DYNPTR) {
            throw walk.undecided("dynptr");
        }
    }

    private void storeSomewhere(Access access) {
        Scalar variable = access.pointer().scalar();
        int from = (int) (variable.smin() + access.at());
        int to = (int) (variable.smax() + access.at()) + access.size();
        int frameNumber = access.pointer().frame();
        Frame frame = walk.state().frame(frameNumber);
        int source = access.sourceRegister();
        boolean zero =
                source >= 0 && walk.state().get(source).isZero()
                        || access.source() instanceof Operand.Immediate i && i.value() == 0;
        boolean used = false;
        for (int at = from; at < to; at++) {
            used |= storeByte(frame, at, zero);
        }
        if (used && source >= 0) {
            walk.markPrecise(source);
        }
    }

    /// A store that may hit this byte; whether it relies on the stored value being zero.
    private boolean storeByte(Frame frame, int at, boolean zero) {
        int index = slotAt(at);
        StackSlot slot = frame.slot(index);
        checkDynptr(slot);
        int kind = slot.at(byteAt(at));
        if (!walk.privileged() && kind != StackSlot.MISC && kind != StackSlot.ZERO) {
            throw walk.refuse(
                    VerifierCode.STACK_UNINITIALIZED,
                    "the store may hit byte %d, where nothing or a spilled register stands"
                            .formatted(at),
                    "spilled ptr in range of var-offset stack write; insn %d, ptr off: %d"
                            .formatted(walk.slot(), at));
        }
        if (zero && kind == StackSlot.SPILL && slot.isScalarSpill() && slot.spilled().isZero()) {
            return true;
        }
        boolean stays = zero && kind == StackSlot.ZERO;
        frame.setSlot(
                index, scrubbed(slot).with(byteAt(at), stays ? StackSlot.ZERO : StackSlot.MISC));
        return stays;
    }

    private static boolean spillable(Register register) {
        return switch (register.kind()) {
            case MAP_VALUE,
                    STACK,
                    CONTEXT,
                    PACKET,
                    PACKET_META,
                    PACKET_END,
                    FLOW_KEYS,
                    MAP,
                    SOCKET,
                    SOCKET_COMMON,
                    TCP_SOCKET,
                    XDP_SOCKET,
                    BTF,
                    BUFFER,
                    MEMORY,
                    FUNCTION,
                    MAP_KEY,
                    ARENA ->
                    true;
            case UNWRITTEN, SCALAR, TRACEPOINT_BUFFER, DYNPTR, ITERATOR -> false;
        };
    }
}
