package dev.skep.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// A relocatable 64-bit ELF file for BPF, of either byte order: the first thing to read of an
/// object. Immutable; [Section#contents()] are views of the bytes that [#parse] was given, which
/// must not change afterwards.
public final class ElfFile {
    private final ByteOrder order;
    private final List<Section> sections;
    private final List<Symbol> symbols;
    private final List<List<Relocation>> relocations;

    private ElfFile(
            ByteOrder order,
            List<Section> sections,
            List<Symbol> symbols,
            List<List<Relocation>> relocations) {
        this.order = order;
        this.sections = List.copyOf(sections);
        this.symbols = List.copyOf(symbols);
        this.relocations = List.copyOf(relocations);
    }

    /// Reads a file.
    ///
    /// @throws dev.skep.diag.MalformedException with an [ElfCode] if it is not such a file
    public static ElfFile parse(byte[] file) {
        ElfHeader header = ElfHeader.read(file);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(header.order());
        List<Section> sections = new SectionReader(bytes, header).read();
        List<Symbol> symbols = SymbolReader.read(sections);
        List<List<Relocation>> relocations = new RelocationReader(sections, symbols).read();
        return new ElfFile(header.order(), sections, symbols, relocations);
    }

    /// The byte order of everything in the file, instructions included.
    public ByteOrder order() {
        return order;
    }

    /// All sections; the index of a section is its place in this list. The first has no meaning.
    public List<Section> sections() {
        return sections;
    }

    /// The first section of that name.
    public Optional<Section> section(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /// All symbols; the index of a symbol is its place in this list. The first has no meaning.
    public List<Symbol> symbols() {
        return symbols;
    }

    /// The relocations that patch `section`, in the order of the file; empty if there are none.
    public List<Relocation> relocations(Section section) {
        return relocations.get(section.index());
    }
}
