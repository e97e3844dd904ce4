package dev.skep.elf;

import java.nio.ByteBuffer;

/// One section of an [ElfFile].
///
/// @param index its number in the section header table
/// @param name its name; empty for the section of index 0
/// @param type its `SHT_*` number, such as [#PROGBITS]
/// @param flags its `SHF_*` bits, such as [#ALLOC]; those of a compressed section without
///   `SHF_COMPRESSED`, because its contents are expanded
/// @param offset where it starts in the file, in bytes
/// @param size how many bytes it occupies once loaded; for [#NOBITS] it has no contents of that
///   size
/// @param link a section index whose meaning depends on the type: the string table of a symbol
///   table, the symbol table of a relocation section
/// @param info more of that: the section that a relocation section is about
/// @param entrySize the size of one entry in bytes, 0 where there is no table
/// @param contents its bytes, empty for [#NOBITS]
public record Section(
        int index,
        String name,
        int type,
        long flags,
        long offset,
        long size,
        int link,
        int info,
        long entrySize,
        ByteBuffer contents) {
    /// `SHT_NULL`: not a section.
    public static final int NULL = 0;

    /// `SHT_PROGBITS`: code, data and everything else that has bytes and no other type.
    public static final int PROGBITS = 1;

    /// `SHT_SYMTAB`: the symbol table.
    public static final int SYMTAB = 2;

    /// `SHT_STRTAB`: names.
    public static final int STRTAB = 3;

    /// `SHT_RELA`: relocations with an addend.
    public static final int RELA = 4;

    /// `SHT_NOBITS`: zeroes that take no room in the file.
    public static final int NOBITS = 8;

    /// `SHT_REL`: relocations whose addend stands in the bytes they patch.
    public static final int REL = 9;

    /// `SHT_SYMTAB_SHNDX`: section indices that do not fit into a symbol.
    public static final int SYMTAB_SHNDX = 18;

    /// `SHF_WRITE`.
    public static final long WRITE = 1;

    /// `SHF_ALLOC`.
    public static final long ALLOC = 2;

    /// `SHF_EXECINSTR`.
    public static final long EXECUTE = 4;

    /// `SHF_COMPRESSED`.
    public static final long COMPRESSED = 0x800;

    /// A read-only view of the bytes in the byte order of the file, positioned at their start. The
    /// bytes are shared with the file, the position is not.
    @Override
    public ByteBuffer contents() {
        return contents.asReadOnlyBuffer().order(contents.order());
    }

    /// Whether all of `flags` are set.
    public boolean has(long flags) {
        return (this.flags & flags) == flags;
    }
}
