package dev.skep.elf;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Expands `SHF_COMPRESSED` sections (System V gABI, chapter 4, "Section Compression"). All
/// sections of a file together may grow to a fixed multiple of the file.
final class Expansion {
    private static final int ZLIB = 1;
    private static final int HEADER_SIZE = 24;
    private static final int RATIO = 16;
    private static final int ALLOWANCE = 1 << 16;

    private long budget;

    Expansion(int fileSize) {
        this.budget = (long) fileSize * RATIO + ALLOWANCE;
    }

    /// The section with its contents expanded. Debug information in another format than zlib stays
    /// as it is and keeps its flag: no program needs it to run.
    Section expand(Section section) {
        if (!section.has(Section.COMPRESSED)) {
            return section;
        }
        ByteBuffer contents = section.contents();
        if (contents.capacity() < HEADER_SIZE || section.has(Section.ALLOC)) {
            throw fault(
                    section, 0, "cannot be compressed: it is too small, or part of the program");
        }
        int format = contents.getInt(0);
        if (format != ZLIB) {
            if (section.name().startsWith(".debug_")) {
                return section;
            }
            throw fault(
                    section, 0, "is compressed in format " + format + "; only zlib (1) is read");
        }
        long size = contents.getLong(8);
        if (size < 0 || size > budget) {
            throw fault(
                    section,
                    8,
                    "wants to expand to "
                            + Long.toUnsignedString(size)
                            + " bytes, more than a file of this size may ask for");
        }
        budget -= size;
        ByteBuffer expanded = inflate(section, contents.position(HEADER_SIZE), (int) size);
        return new Section(
                section.index(),
                section.name(),
                section.type(),
                section.flags() & ~Section.COMPRESSED,
                section.offset(),
                size,
                section.link(),
                section.info(),
                section.entrySize(),
                expanded.order(contents.order()));
    }

    private static ByteBuffer inflate(Section section, ByteBuffer packed, int size) {
        byte[] bytes = new byte[size];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            int done = 0;
            while (done < size) {
                int more = inflater.inflate(bytes, done, size - done);
                if (more == 0) {
                    break;
                }
                done += more;
            }
            if (done < size) {
                throw fault(
                        section, HEADER_SIZE, "expands to " + done + " bytes instead of " + size);
            }
            return ByteBuffer.wrap(bytes);
        } catch (DataFormatException e) {
            throw fault(section, HEADER_SIZE, "does not hold zlib data: " + e.getMessage());
        }
    }

    private static RuntimeException fault(Section section, long offset, String message) {
        return ElfFault.in(
                section.name(),
                offset,
                ElfCode.COMPRESSION,
                ElfFault.name(section.index(), section.name()) + " " + message,
                "compile with -gz=none, or expand the file with"
                        + " llvm-objcopy --decompress-debug-sections.");
    }
}
