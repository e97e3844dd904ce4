package dev.skep.elf;

import static dev.skep.elf.ElfFault.REBUILD;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the section headers (System V gABI, chapter 4, "Sections"). Sections must lie within the
/// file, apart from each other and from the headers.
final class SectionReader {
    private final ByteBuffer file;
    private final ElfHeader header;
    private final Expansion expansion;

    SectionReader(ByteBuffer file, ElfHeader header) {
        this.file = file;
        this.header = header;
        this.expansion = new Expansion(file.capacity());
    }

    /// All sections, with names and expanded contents.
    List<Section> read() {
        List<Section> raw = new ArrayList<>(header.count());
        for (int index = 0; index < header.count(); index++) {
            raw.add(readHeader(index));
        }
        requireApart(raw);
        StringTable names = names(raw);
        List<Section> sections = new ArrayList<>(raw.size());
        for (Section section : raw) {
            String name = section.index() == 0 ? "" : names.at(file.getInt(at(section.index())));
            sections.add(expansion.expand(named(section, name)));
        }
        return sections;
    }

    private int at(int index) {
        return (int) header.tableOffset() + index * ElfHeader.SIZE;
    }

    private Section readHeader(int index) {
        int at = at(index);
        int type = file.getInt(at + 4);
        long offset = file.getLong(at + 24);
        long size = file.getLong(at + 32);
        boolean nothing = index == 0 || type == Section.NULL;
        boolean stored = !nothing && type != Section.NOBITS;
        if (stored) {
            requireWithinFile(index, offset, size);
        } else if (!nothing) {
            requirePlainZeroes(index, size);
        }
        ByteBuffer contents = stored ? file.slice((int) offset, (int) size) : file.slice(0, 0);
        return new Section(
                index,
                "",
                type,
                file.getLong(at + 8),
                offset,
                nothing ? 0 : size,
                file.getInt(at + 40),
                file.getInt(at + 44),
                file.getLong(at + 56),
                contents.order(header.order()));
    }

    private void requirePlainZeroes(int index, long size) {
        if (size < 0) {
            throw ElfFault.at(
                    at(index) + 32L,
                    ElfCode.SECTION,
                    "section " + index + " wants " + Long.toUnsignedString(size) + " bytes",
                    REBUILD);
        }
        if (size > 0 && (file.getLong(at(index) + 8) & Section.EXECUTE) != 0) {
            throw ElfFault.at(
                    at(index) + 4L,
                    ElfCode.SECTION,
                    "section " + index + " is for code, but none is in the file",
                    "use the object itself, not a copy that holds its debug information only.");
        }
    }

    private void requireWithinFile(int index, long offset, long size) {
        long length = file.capacity();
        if (offset < 0 || offset > length || size < 0 || size > length - offset) {
            throw ElfFault.at(
                    at(index) + 24L,
                    ElfCode.TRUNCATED,
                    "section "
                            + index
                            + " claims "
                            + Long.toUnsignedString(size)
                            + " bytes at offset 0x"
                            + Long.toHexString(offset)
                            + " of a file of "
                            + length,
                    REBUILD);
        }
    }

    private void requireApart(List<Section> sections) {
        record Extent(long start, long end, String what) {}
        List<Extent> extents = new ArrayList<>();
        long tableEnd = header.tableOffset() + (long) header.count() * ElfHeader.SIZE;
        extents.add(new Extent(0, ElfHeader.SIZE, "the ELF header"));
        extents.add(new Extent(header.tableOffset(), tableEnd, "the table of sections"));
        for (Section section : sections) {
            int size = section.contents().capacity();
            if (size > 0) {
                long start = section.offset();
                extents.add(new Extent(start, start + size, "section " + section.index()));
            }
        }
        extents.sort(Comparator.comparingLong(Extent::start));
        for (int i = 1; i < extents.size(); i++) {
            Extent before = extents.get(i - 1);
            Extent after = extents.get(i);
            if (before.end() > after.start()) {
                throw ElfFault.at(
                        after.start(),
                        ElfCode.SECTION,
                        after.what() + " overlaps " + before.what(),
                        REBUILD);
            }
        }
    }

    private StringTable names(List<Section> sections) {
        int index = header.names();
        if (index < 0 || index >= sections.size()) {
            throw ElfFault.at(
                    62,
                    ElfCode.HEADER,
                    "the names of sections are said to stand in section "
                            + Integer.toUnsignedString(index)
                            + " of "
                            + sections.size(),
                    REBUILD);
        }
        Section table = sections.get(index);
        if (index != 0 && table.type() != Section.STRTAB) {
            throw ElfFault.at(
                    at(index) + 4L,
                    ElfCode.SECTION,
                    "section "
                            + index
                            + " should hold the names of sections, but has type "
                            + Integer.toUnsignedString(table.type()),
                    REBUILD);
        }
        return new StringTable(".shstrtab", table.contents());
    }

    private static Section named(Section section, String name) {
        return new Section(
                section.index(),
                name,
                section.type(),
                section.flags(),
                section.offset(),
                section.size(),
                section.link(),
                section.info(),
                section.entrySize(),
                section.contents());
    }
}
