package dev.skep.elf;

import static dev.skep.elf.ElfFault.REBUILD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the symbol table (System V gABI, chapter 4, "Symbol Table").
final class SymbolReader {
    private static final int ENTRY = 24;
    private static final int RESERVED = 0xff00;
    private static final int ABSOLUTE = 0xfff1;
    private static final int COMMON = 0xfff2;
    private static final int EXTENDED = 0xffff;

    private final List<Section> sections;
    private final Section table;
    private final StringTable names;
    private final ByteBuffer extended;

    private SymbolReader(List<Section> sections, Section table) {
        this.sections = sections;
        this.table = table;
        this.names = names(sections, table);
        this.extended = extended(sections, table);
    }

    /// All symbols of the file, none if it has no symbol table.
    static List<Symbol> read(List<Section> sections) {
        List<Section> tables =
                sections.stream().filter(section -> section.type() == Section.SYMTAB).toList();
        if (tables.isEmpty()) {
            return List.of();
        }
        if (tables.size() > 1) {
            Section second = tables.get(1);
            throw ElfFault.in(
                    second.name(),
                    0,
                    ElfCode.SYMBOL,
                    ElfFault.name(second.index(), second.name()) + " is a second symbol table",
                    REBUILD);
        }
        return new SymbolReader(sections, tables.getFirst()).read();
    }

    private static StringTable names(List<Section> sections, Section table) {
        int link = table.link();
        if (link <= 0 || link >= sections.size() || sections.get(link).type() != Section.STRTAB) {
            throw ElfFault.in(
                    table.name(),
                    0,
                    ElfCode.SYMBOL,
                    "the names of symbols are said to stand in section "
                            + Integer.toUnsignedString(link)
                            + ", which is no string table",
                    REBUILD);
        }
        Section strings = sections.get(link);
        return new StringTable(strings.name(), strings.contents());
    }

    private static ByteBuffer extended(List<Section> sections, Section table) {
        return sections.stream()
                .filter(section -> section.type() == Section.SYMTAB_SHNDX)
                .filter(section -> section.link() == table.index())
                .findFirst()
                .map(Section::contents)
                .orElse(ByteBuffer.allocate(0));
    }

    private List<Symbol> read() {
        ByteBuffer bytes = table.contents();
        if (table.entrySize() != ENTRY || bytes.capacity() % ENTRY != 0) {
            throw ElfFault.in(
                    table.name(),
                    0,
                    ElfCode.SYMBOL,
                    "a symbol table of "
                            + bytes.capacity()
                            + " bytes with entries of "
                            + Long.toUnsignedString(table.entrySize())
                            + " instead of 24",
                    REBUILD);
        }
        int count = bytes.capacity() / ENTRY;
        List<Symbol> symbols = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            symbols.add(read(bytes, index));
        }
        return symbols;
    }

    private Symbol read(ByteBuffer bytes, int index) {
        int at = index * ENTRY;
        int info = bytes.get(at + 4) & 0xff;
        Symbol symbol =
                new Symbol(
                        index,
                        names.at(bytes.getInt(at)),
                        bytes.getLong(at + 8),
                        bytes.getLong(at + 16),
                        binding(info >> 4),
                        type(info & 0xf),
                        Symbol.Visibility.values()[bytes.get(at + 5) & 3],
                        section(bytes, index));
        requireWithinSection(symbol);
        return symbol;
    }

    private int section(ByteBuffer bytes, int index) {
        int number = Short.toUnsignedInt(bytes.getShort(index * ENTRY + 6));
        if (number == ABSOLUTE) {
            return Symbol.ABSOLUTE;
        }
        if (number == COMMON) {
            return Symbol.COMMON;
        }
        if (number == EXTENDED && index < extended.capacity() / 4) {
            number = extended.getInt(index * 4);
        } else if (number >= RESERVED) {
            number = -1;
        }
        if (number < 0 || number >= sections.size()) {
            throw fault(
                    index,
                    "symbol "
                            + index
                            + " stands in a section that does not exist (number "
                            + Short.toUnsignedInt(bytes.getShort(index * ENTRY + 6))
                            + " of "
                            + sections.size()
                            + ")");
        }
        return number;
    }

    private void requireWithinSection(Symbol symbol) {
        if (!symbol.isDefined()) {
            return;
        }
        Section section = sections.get(symbol.section());
        long size = section.size();
        boolean fits =
                symbol.value() >= 0
                        && symbol.value() <= size
                        && symbol.size() >= 0
                        && symbol.size() <= size - symbol.value();
        if (!fits) {
            throw fault(
                    symbol.index(),
                    "symbol "
                            + symbol.index()
                            + " ("
                            + symbol.name()
                            + ") claims "
                            + Long.toUnsignedString(symbol.size())
                            + " bytes at offset 0x"
                            + Long.toHexString(symbol.value())
                            + " of "
                            + ElfFault.name(section.index(), section.name())
                            + ", which has "
                            + size);
        }
    }

    private RuntimeException fault(int index, String message) {
        return ElfFault.in(table.name(), (long) index * ENTRY, ElfCode.SYMBOL, message, REBUILD);
    }

    private static Symbol.Binding binding(int number) {
        return switch (number) {
            case 0 -> Symbol.Binding.LOCAL;
            case 1 -> Symbol.Binding.GLOBAL;
            case 2 -> Symbol.Binding.WEAK;
            default -> Symbol.Binding.OTHER;
        };
    }

    private static Symbol.Type type(int number) {
        return switch (number) {
            case 0 -> Symbol.Type.NOTYPE;
            case 1 -> Symbol.Type.OBJECT;
            case 2 -> Symbol.Type.FUNC;
            case 3 -> Symbol.Type.SECTION;
            case 4 -> Symbol.Type.FILE;
            default -> Symbol.Type.OTHER;
        };
    }
}
