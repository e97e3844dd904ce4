/// The ELF container: sections, symbols, relocations.
///
/// In: the bytes of an object file, hostile or not. Out: [dev.skep.elf.ElfFile], the class to read
/// first, or one [dev.skep.diag.MalformedException] that names section and offset. Sections are
/// views of those bytes; everything else is checked once, while reading, and cannot fail later.
package dev.skep.elf;
