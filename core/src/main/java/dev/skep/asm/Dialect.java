package dev.skep.asm;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.MemorySize;

/// The spellings that [Printer] knows; [Assembler] reads them all.
///
/// Where the tool whose spelling it is has no text for an instruction, or tells two instructions
/// apart by nothing, the dialect follows these rules: an instruction without a text gets that of
/// the nearest relative; a text that leaves something out leaves it out here too, so that only
/// [#COMMON] reads back as the same instruction always.
public enum Dialect {
    /// The usual form with decimal numbers: `r0 = *(u32 *)(r1 + 4)`, `if w1 s> 5 goto +3`. Reading
    /// it back gives the same instruction, whatever the instruction.
    COMMON {
        @Override
        String number(long value) {
            return Long.toString(value);
        }

        @Override
        String wide(long value) {
            return signedHex(value) + " ll";
        }
    },
    /// What `llvm-objdump` of LLVM 19 prints unless told otherwise, numbers in hexadecimal: `r0 =
    /// *(u32 *)(r1 + 0x4)`. It does not tell whether a call leads to a helper or elsewhere, nor the
    /// upper half of the 64-bit immediates that are no plain number, nor the constant of indexed
    /// packet loads. For 32-bit atomic operations, which LLVM 19 prints as unknown or wrongly, it
    /// takes [#LLVM_V3].
    LLVM {
        @Override
        String number(long value) {
            return signedHex(value);
        }

        @Override
        String wide(long value) {
            return signedHex(value) + " ll";
        }
    },
    /// What `llvm-objdump --mcpu=v3` and above print: like [#LLVM], but loads and stores of at most
    /// 32 bits name the low halves of registers, `w0 = *(u32 *)(r1 + 0x4)`.
    LLVM_V3 {
        @Override
        String number(long value) {
            return signedHex(value);
        }

        @Override
        String wide(long value) {
            return signedHex(value) + " ll";
        }
    },
    /// What the kernel's verifier log and `bpftool prog dump xlated` print: `r0 = *(u32 *)(r1 +4)`,
    /// `if w1 s> 0x5 goto pc+3`. A 64-bit immediate differs from a 32-bit one only by the opcode in
    /// front ([Printer#withOpcode]).
    KERNEL {
        @Override
        String number(long value) {
            return Long.toString(value);
        }

        @Override
        String wide(long value) {
            return "0x" + Long.toHexString(value);
        }
    };

    abstract String number(long value);

    /// A plain 64-bit immediate.
    abstract String wide(long value);

    boolean llvm() {
        return this == LLVM || this == LLVM_V3;
    }

    /// The constant of a comparison.
    String compared(int value) {
        return this == KERNEL ? "0x" + Integer.toHexString(value) : number(value);
    }

    /// The distance of a jump.
    String jump(int distance) {
        String signed = (distance < 0 ? "" : "+") + number(distance);
        return this == KERNEL ? "pc" + signed : signed;
    }

    /// What is added to a base register.
    String displacement(int offset) {
        if (this == KERNEL) {
            return (offset < 0 ? " " : " +") + offset;
        }
        return (offset < 0 ? " - " : " + ") + number(Math.abs(offset));
    }

    /// A register whose value a load or store of `size` moves.
    String moved(int register, MemorySize size) {
        return (this == LLVM_V3 && size != MemorySize.DW ? "w" : "r") + register;
    }

    /// The operand of an atomic operation that does not fetch.
    String lockOperand(AtomicOp op, int register, MemorySize size) {
        boolean low = this != KERNEL && (this != LLVM || op != AtomicOp.ADD);
        return (low && size == MemorySize.W ? "w" : "r") + register;
    }

    private static String signedHex(long value) {
        return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
    }
}
