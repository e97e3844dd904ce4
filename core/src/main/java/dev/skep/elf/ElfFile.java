package dev.skep.elf;

/// An ELF object file.
public final class ElfFile {
    ElfFile() {}
}
