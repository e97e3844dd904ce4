package dev.skep.isa;

import dev.skep.isa.Slot.Field;

/// Decodes the classes LDX, ST and STX.
final class MemoryDecoder {
    private MemoryDecoder() {}

    static Insn decode(Slot slot) {
        return switch (slot.instructionClass() | slot.mode()) {
            case Opcode.LDX | Opcode.MEM -> load(slot);
            case Opcode.LDX | Opcode.MEMSX -> signedLoad(slot);
            case Opcode.ST | Opcode.MEM -> storeImmediate(slot);
            case Opcode.STX | Opcode.MEM -> storeRegister(slot);
            case Opcode.STX | Opcode.ATOMIC -> atomic(slot);
            default -> throw slot.unknown();
        };
    }

    private static Insn load(Slot slot) {
        slot.unused("BPF_LDX uses reserved fields", Field.IMM);
        return new Insn.Load(slot.size(), false, slot.dst(), slot.src(), slot.offset());
    }

    private static Insn signedLoad(Slot slot) {
        if (slot.size() == MemorySize.DW) {
            throw slot.unknown();
        }
        slot.unused("BPF_LDX uses reserved fields", Field.IMM);
        return new Insn.Load(slot.size(), true, slot.dst(), slot.src(), slot.offset());
    }

    private static Insn storeImmediate(Slot slot) {
        slot.unused("BPF_ST uses reserved fields", Field.SRC);
        Operand value = new Operand.Immediate(slot.imm());
        return new Insn.Store(slot.size(), slot.dst(), slot.offset(), value);
    }

    private static Insn storeRegister(Slot slot) {
        slot.unused("BPF_STX uses reserved fields", Field.IMM);
        Operand value = new Operand.Register(slot.src());
        return new Insn.Store(slot.size(), slot.dst(), slot.offset(), value);
    }

    private static Insn atomic(Slot slot) {
        MemorySize size = slot.size();
        return switch (slot.imm()) {
            case Opcode.LOAD_ACQUIRE ->
                    new Insn.LoadAcquire(size, slot.dst(), slot.src(), slot.offset());
            case Opcode.STORE_RELEASE ->
                    new Insn.StoreRelease(size, slot.dst(), slot.offset(), slot.src());
            default -> readModifyWrite(slot, size);
        };
    }

    private static Insn readModifyWrite(Slot slot, MemorySize size) {
        AtomicOp op = AtomicOp.find(slot.imm() & ~Opcode.FETCH);
        boolean fetch = (slot.imm() & Opcode.FETCH) != 0;
        if (op == null || op.alwaysFetches() && !fetch) {
            throw slot.meaningless(
                    "no atomic operation has the number 0x%x".formatted(slot.imm()),
                    "see RFC 9669 section 5.3 for the operations",
                    "BPF_ATOMIC uses invalid atomic opcode %02x".formatted(slot.imm()));
        }
        if (size == MemorySize.B || size == MemorySize.H) {
            throw slot.meaningless(
                    "an atomic operation on %d bits".formatted(size.bytes() * 8),
                    "atomic operations work on 32 or 64 bits; only load_acquire and store_release"
                            + " know smaller ones",
                    "invalid atomic operand size");
        }
        return new Insn.Atomic(op, size, slot.dst(), slot.offset(), slot.src(), fetch);
    }
}
