/// Text to instructions and back.
///
/// In: the syntax of the kernel's verifier log and of llvm-objdump. Out: instructions, or one
/// diagnostic that names line and column.
package dev.skep.asm;
