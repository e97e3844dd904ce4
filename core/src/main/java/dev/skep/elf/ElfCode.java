package dev.skep.elf;

import dev.skep.diag.Code;

/// What can be wrong with the bytes of an ELF file.
public enum ElfCode implements Code {
    /// There are no bytes.
    EMPTY("E001", "the file is empty"),
    /// The magic number is missing.
    NOT_ELF("E002", "not an ELF file"),
    /// The file ends before what it announces.
    TRUNCATED("E003", "the file is cut short"),
    /// `ELFCLASS32`.
    CLASS_32("E004", "a 32-bit ELF file"),
    /// The code in it is for another machine.
    WRONG_MACHINE("E005", "an ELF file for another machine"),
    /// It is not a relocatable file.
    NOT_RELOCATABLE("E006", "not a relocatable object file"),
    /// The ELF header contradicts itself or the file.
    HEADER("E007", "a broken ELF header"),
    /// A section header contradicts itself or the file.
    SECTION("E008", "a broken section header"),
    /// A name lies outside its string table or has no end.
    STRING("E009", "a broken string table"),
    /// A symbol table or a symbol cannot be right.
    SYMBOL("E010", "a broken symbol table"),
    /// A relocation section or a relocation cannot be right.
    RELOCATION("E011", "a broken relocation section"),
    /// A compressed section that cannot be expanded.
    COMPRESSION("E012", "a compressed section that cannot be expanded");

    private final String id;
    private final String title;

    ElfCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
