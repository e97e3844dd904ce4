package dev.skep.asm;

/// The spellings that [Printer] knows; [Assembler] reads them all.
public enum Dialect {
    /// The usual form with decimal numbers: `r0 = *(u32 *)(r1 + 4)`, `if w1 s> 5 goto +3`. Reading
    /// it back gives the same instruction, whatever the instruction.
    COMMON,
    /// What `llvm-objdump` of LLVM 19 prints, numbers in hexadecimal: `r0 = *(u32 *)(r1 + 0x4)`.
    LLVM,
    /// What the kernel's verifier log and `bpftool prog dump xlated` print: `r0 = *(u32 *)(r1 +4)`.
    KERNEL
}
