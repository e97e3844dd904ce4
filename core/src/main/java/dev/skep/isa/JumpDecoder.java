package dev.skep.isa;

import dev.skep.isa.Slot.Field;

/// Decodes the classes JMP and JMP32.
final class JumpDecoder {
    private JumpDecoder() {}

    static Insn decode(Slot slot) {
        return switch (slot.opcode()) {
            case Opcode.JMP | Opcode.JA -> jump(slot);
            case Opcode.JMP32 | Opcode.JA -> wideJump(slot);
            case Opcode.JMP | Opcode.CALL -> call(slot);
            case Opcode.JMP | Opcode.CALL | Opcode.REGISTER -> callRegister(slot);
            case Opcode.JMP | Opcode.EXIT -> exit(slot);
            case Opcode.JMP | Opcode.JCOND -> mayGoto(slot);
            default -> branch(slot);
        };
    }

    private static Insn jump(Slot slot) {
        slot.unused("BPF_JA uses reserved fields", Field.DST, Field.SRC, Field.IMM);
        return new Insn.Goto(slot.target(slot.offset()), false);
    }

    private static Insn wideJump(Slot slot) {
        slot.unused("BPF_JA uses reserved fields", Field.DST, Field.SRC, Field.OFFSET);
        return new Insn.Goto(slot.target(slot.imm()), true);
    }

    private static Insn call(Slot slot) {
        String kernel = "BPF_CALL uses reserved fields";
        slot.unused(kernel, Field.DST);
        int kind = slot.raw().src();
        if (kind == Opcode.CALL_KFUNC) {
            return callKfunc(slot);
        }
        slot.unused(kernel, Field.OFFSET);
        return switch (kind) {
            case Opcode.CALL_HELPER -> new Insn.CallHelper(slot.imm());
            case Opcode.CALL_SUBPROGRAM -> new Insn.CallSubprogram(slot.target(slot.imm()));
            default ->
                    throw slot.meaningless(
                            "src = %d is no kind of call".formatted(kind),
                            "0 calls a helper, 1 a subprogram, 2 a kernel function",
                            kernel);
        };
    }

    private static Insn callKfunc(Slot slot) {
        if (slot.offset() < 0) {
            throw slot.meaningless(
                    "%d is no index of a module".formatted(slot.offset()),
                    "the offset is 0 for vmlinux, otherwise an index",
                    "negative offset disallowed for kernel module function call");
        }
        return new Insn.CallKfunc(slot.imm(), slot.offset());
    }

    private static Insn callRegister(Slot slot) {
        String kernel = "unknown opcode 8d";
        if (slot.imm() != 0) {
            throw slot.refuse(
                    IsaCode.RESERVED_FIELD,
                    "callx does not use the field imm, which holds %d".formatted(slot.imm()),
                    "put the register into dst; clang puts it there from version 19 on",
                    kernel);
        }
        slot.unused(kernel, Field.SRC, Field.OFFSET);
        return new Insn.CallRegister(slot.dst());
    }

    private static Insn exit(Slot slot) {
        String kernel = "BPF_EXIT uses reserved fields";
        slot.unused(kernel, Field.DST, Field.SRC, Field.OFFSET, Field.IMM);
        return new Insn.Exit();
    }

    private static Insn mayGoto(Slot slot) {
        String kernel = "invalid may_goto imm %d".formatted(slot.imm());
        slot.unused(kernel, Field.DST, Field.SRC, Field.IMM);
        return new Insn.MayGoto(slot.target(slot.offset()));
    }

    private static Insn branch(Slot slot) {
        Condition condition = Condition.find(slot.operation());
        if (condition == null) {
            throw slot.unknown();
        }
        Width width = slot.instructionClass() == Opcode.JMP ? Width.W64 : Width.W32;
        Operand operand = slot.operand("BPF_JMP/JMP32 uses reserved fields");
        int target = slot.target(slot.offset());
        return new Insn.Branch(condition, width, slot.dst(), operand, target);
    }
}
