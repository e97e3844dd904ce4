/// Text to instructions and back.
///
/// In: the syntax of the kernel's verifier log and of llvm-objdump. Out: instructions, or one
/// diagnostic that names line and column; and text again, in the spelling that a
/// [dev.skep.asm.Dialect] names. Read [dev.skep.asm.Assembler] first, then [dev.skep.asm.Printer].
package dev.skep.asm;
