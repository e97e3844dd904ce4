package dev.skep.elf;

import static dev.skep.elf.ElfFault.REBUILD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/// Reads relocation sections with and without addends (System V gABI, chapter 4, "Relocation").
final class RelocationReader {
    private final List<Section> sections;
    private final List<Symbol> symbols;

    RelocationReader(List<Section> sections, List<Symbol> symbols) {
        this.sections = sections;
        this.symbols = symbols;
    }

    /// The relocations of every section, by the index of the section they patch.
    List<List<Relocation>> read() {
        List<List<Relocation>> bySection =
                new ArrayList<>(Collections.nCopies(sections.size(), List.of()));
        for (Section section : sections) {
            if (section.type() == Section.REL || section.type() == Section.RELA) {
                Section target = target(section);
                List<Relocation> known = bySection.get(target.index());
                if (!known.isEmpty()) {
                    throw fault(section, 0, "is a second one for section " + target.index());
                }
                bySection.set(target.index(), read(section, target));
            }
        }
        return bySection;
    }

    private Section target(Section section) {
        int info = section.info();
        if (info <= 0 || info >= sections.size() || info == section.index()) {
            throw fault(
                    section,
                    0,
                    "patches section "
                            + Integer.toUnsignedString(info)
                            + ", which is itself or does not exist");
        }
        int link = section.link();
        if (link <= 0 || link >= sections.size() || sections.get(link).type() != Section.SYMTAB) {
            throw fault(
                    section,
                    0,
                    "names section "
                            + Integer.toUnsignedString(link)
                            + " as its symbol table, which it is not");
        }
        return sections.get(info);
    }

    private List<Relocation> read(Section section, Section target) {
        boolean addends = section.type() == Section.RELA;
        int entry = addends ? 24 : 16;
        ByteBuffer bytes = section.contents();
        if (section.entrySize() != entry || bytes.capacity() % entry != 0) {
            throw fault(
                    section,
                    0,
                    "has "
                            + bytes.capacity()
                            + " bytes with entries of "
                            + Long.toUnsignedString(section.entrySize())
                            + " instead of "
                            + entry);
        }
        Relocation[] relocations = new Relocation[bytes.capacity() / entry];
        for (int i = 0; i < relocations.length; i++) {
            int at = i * entry;
            long info = bytes.getLong(at + 8);
            OptionalLong addend =
                    addends ? OptionalLong.of(bytes.getLong(at + 16)) : OptionalLong.empty();
            Symbol symbol = symbol(section, at, (int) (info >>> 32));
            Relocation.Type type = Relocation.Type.of((int) info);
            relocations[i] = new Relocation(bytes.getLong(at), type, (int) info, symbol, addend);
            requireWithinTarget(section, at, relocations[i], target);
        }
        return List.of(relocations);
    }

    private Symbol symbol(Section section, int at, int index) {
        if (index < 0 || index >= symbols.size()) {
            throw fault(
                    section,
                    at,
                    "refers to symbol "
                            + Integer.toUnsignedString(index)
                            + " of "
                            + symbols.size());
        }
        return symbols.get(index);
    }

    private static void requireWithinTarget(
            Section section, int at, Relocation relocation, Section target) {
        int width =
                switch (relocation.type()) {
                    case NONE, OTHER -> 0;
                    case ABSOLUTE_32, METADATA_32, CALL -> 4;
                    case ABSOLUTE_64, WIDE_LOAD -> 8;
                };
        long size = target.contents().capacity();
        long offset = relocation.offset();
        if (offset < 0 || offset > size || width > size - offset) {
            throw fault(
                    section,
                    at,
                    "patches offset 0x"
                            + Long.toHexString(offset)
                            + " of "
                            + ElfFault.name(target.index(), target.name())
                            + ", which has "
                            + size
                            + " bytes");
        }
    }

    private static RuntimeException fault(Section section, long offset, String message) {
        return ElfFault.in(
                section.name(),
                offset,
                ElfCode.RELOCATION,
                "relocation " + ElfFault.name(section.index(), section.name()) + " " + message,
                REBUILD);
    }
}
