/// The ELF container: sections, symbols, relocations.
///
/// In: the bytes of an object file, hostile or not. Out: `ElfFile`, or one
/// [dev.skep.diag.MalformedException] that names section and offset.
package dev.skep.elf;
