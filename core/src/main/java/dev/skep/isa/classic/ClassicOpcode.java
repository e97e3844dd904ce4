package dev.skep.isa.classic;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.MemorySize;

/// The opcodes of classic BPF, and what each consists of. Arithmetic, comparisons and sizes have
/// the same bits as in eBPF.
final class ClassicOpcode {
    static final int LD_IMM = 0x00;
    static final int LDX_IMM = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int JA = 0x05;
    static final int RET_K = 0x06;
    static final int TAX = 0x07;
    static final int RET_A = 0x16;
    static final int LD_ABS_W = 0x20;
    static final int LD_ABS_H = 0x28;
    static final int LD_ABS_B = 0x30;
    static final int LD_IND_W = 0x40;
    static final int LD_IND_H = 0x48;
    static final int LD_IND_B = 0x50;
    static final int LD_MEM = 0x60;
    static final int LDX_MEM = 0x61;
    static final int LD_LEN = 0x80;
    static final int LDX_LEN = 0x81;
    static final int NEG = 0x84;
    static final int TXA = 0x87;
    static final int LDX_MSH = 0xb1;

    private static final int ALU = 0x04;
    private static final int JMP = 0x05;
    private static final int X = 0x08;

    private ClassicOpcode() {}

    static boolean known(int code) {
        return switch (code) {
            case LD_IMM,
                    LDX_IMM,
                    ST,
                    STX,
                    JA,
                    RET_K,
                    TAX,
                    RET_A,
                    LD_ABS_W,
                    LD_ABS_H,
                    LD_ABS_B,
                    LD_IND_W,
                    LD_IND_H,
                    LD_IND_B,
                    LD_MEM,
                    LDX_MEM,
                    LD_LEN,
                    LDX_LEN,
                    NEG,
                    TXA,
                    LDX_MSH ->
                    true;
            default -> arithmetic(code) != null || condition(code) != null;
        };
    }

    /// Whether the second operand is X, not the constant.
    static boolean usesX(int code) {
        return (code & X) != 0;
    }

    /// What an arithmetic instruction does, `null` for other instructions and for [#NEG].
    static AluOp arithmetic(int code) {
        return switch (code & ~X) {
            case ALU -> AluOp.ADD;
            case ALU | 0x10 -> AluOp.SUB;
            case ALU | 0x20 -> AluOp.MUL;
            case ALU | 0x30 -> AluOp.DIV;
            case ALU | 0x40 -> AluOp.OR;
            case ALU | 0x50 -> AluOp.AND;
            case ALU | 0x60 -> AluOp.LSH;
            case ALU | 0x70 -> AluOp.RSH;
            case ALU | 0x90 -> AluOp.MOD;
            case ALU | 0xa0 -> AluOp.XOR;
            default -> null;
        };
    }

    /// What a conditional jump compares, `null` for other instructions.
    static Condition condition(int code) {
        return switch (code & ~X) {
            case JMP | 0x10 -> Condition.EQ;
            case JMP | 0x20 -> Condition.GT;
            case JMP | 0x30 -> Condition.GE;
            case JMP | 0x40 -> Condition.SET;
            default -> null;
        };
    }

    /// Whether it loads from the packet at the constant, with or without X.
    static boolean loadsPacket(int code) {
        return switch (code) {
            case LD_ABS_W, LD_ABS_H, LD_ABS_B, LD_IND_W, LD_IND_H, LD_IND_B -> true;
            default -> false;
        };
    }

    static boolean loadsAbsolute(int code) {
        return code == LD_ABS_W || code == LD_ABS_H || code == LD_ABS_B;
    }

    /// The size of a packet load.
    static MemorySize size(int code) {
        return switch (code & 0x18) {
            case 0x00 -> MemorySize.W;
            case 0x08 -> MemorySize.H;
            default -> MemorySize.B;
        };
    }
}
