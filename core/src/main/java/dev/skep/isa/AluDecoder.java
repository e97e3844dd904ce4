package dev.skep.isa;

import dev.skep.isa.Slot.Field;

/// Decodes the classes ALU and ALU64.
final class AluDecoder {
    private AluDecoder() {}

    static Insn decode(Slot slot) {
        Width width = slot.instructionClass() == Opcode.ALU64 ? Width.W64 : Width.W32;
        return switch (slot.operation()) {
            case Opcode.NEG -> negate(slot, width);
            case Opcode.END -> byteSwap(slot, width);
            default -> arithmetic(slot, width);
        };
    }

    private static Insn negate(Slot slot, Width width) {
        if (slot.fromRegister()) {
            throw slot.unknown();
        }
        slot.unused("BPF_NEG uses reserved fields", Field.SRC, Field.OFFSET, Field.IMM);
        return new Insn.Negate(width, slot.dst());
    }

    private static Insn byteSwap(Slot slot, Width width) {
        if (width == Width.W64 && slot.fromRegister()) {
            throw slot.unknown();
        }
        String kernel = "BPF_END uses reserved fields";
        slot.unused(kernel, Field.SRC, Field.OFFSET);
        int bits = slot.imm();
        if (bits != 16 && bits != 32 && bits != 64) {
            throw slot.meaningless(
                    "a byte swap of %d bits".formatted(bits), "swap 16, 32 or 64 bits", kernel);
        }
        ByteOrderOp order = slot.fromRegister() ? ByteOrderOp.TO_BIG : ByteOrderOp.TO_LITTLE;
        return new Insn.ByteSwap(width == Width.W64 ? ByteOrderOp.SWAP : order, bits, slot.dst());
    }

    private static Insn arithmetic(Slot slot, Width width) {
        if (AluOp.find(slot.operation(), 0) == null) {
            throw slot.unknown();
        }
        boolean move = slot.operation() == AluOp.MOV.bits();
        if (move && slot.fromRegister() && slot.offset() != 0) {
            return specialMove(slot, width);
        }
        String kernel = move ? "BPF_MOV uses reserved fields" : "BPF_ALU uses reserved fields";
        AluOp op = AluOp.find(slot.operation(), slot.offset());
        if (op == null) {
            throw slot.meaningless(
                    "opcode 0x%02x with the offset %d".formatted(slot.opcode(), slot.offset()),
                    "set the offset to 0; only divisions and remainders know another, 1 for signed",
                    kernel);
        }
        Operand operand = slot.operand(kernel);
        return new Insn.Alu(op, width, slot.dst(), operand);
    }

    private static Insn specialMove(Slot slot, Width width) {
        int kind = slot.offset();
        if (kind == Opcode.CAST && width == Width.W64) {
            return new Insn.CastAddressSpace(
                    slot.dst(), slot.src(), slot.imm() >>> 16, slot.imm() & 0xffff);
        }
        String kernel = "BPF_MOV uses reserved fields";
        if (kind != 8 && kind != 16 && (kind != 32 || width == Width.W32)) {
            throw slot.meaningless(
                    "a %d-bit move with the offset %d".formatted(width.bits(), kind),
                    "sign-extending moves have 8, 16 or (for 64-bit moves) 32 as their offset",
                    kernel);
        }
        slot.unused(kernel, Field.IMM);
        return new Insn.SignExtend(width, kind, slot.dst(), slot.src());
    }
}
