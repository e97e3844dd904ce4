package dev.skep.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The names in an `SHT_STRTAB` section. Each is decoded once. Names may share their tails, but
/// only to a point: a table whose every byte starts a name would grow with the square of its size.
final class StringTable {
    private static final int SHARING = 8;
    private static final int ALLOWANCE = 4096;

    private final String section;
    private final ByteBuffer bytes;
    private final Map<Integer, String> decoded = new HashMap<>();
    private long budget;

    StringTable(String section, ByteBuffer bytes) {
        this.section = section;
        this.bytes = bytes;
        this.budget = (long) bytes.capacity() * SHARING + ALLOWANCE;
    }

    /// The string that starts at `offset`, an unsigned number.
    String at(int offset) {
        if (offset == 0 && bytes.capacity() == 0) {
            return "";
        }
        if (offset < 0 || offset >= bytes.capacity()) {
            throw fault(
                    Integer.toUnsignedLong(offset),
                    "a name starts at "
                            + Integer.toUnsignedLong(offset)
                            + ", behind the end of a string table of "
                            + bytes.capacity()
                            + " bytes");
        }
        String known = decoded.get(offset);
        if (known == null) {
            known = decode(offset);
            decoded.put(offset, known);
        }
        return known;
    }

    private String decode(int offset) {
        int end = offset;
        while (end < bytes.capacity() && bytes.get(end) != 0) {
            end++;
        }
        if (end == bytes.capacity()) {
            throw fault(offset, "a name runs over the end of its string table");
        }
        budget -= end - offset;
        if (budget < 0) {
            throw fault(offset, "the names in a string table overlap each other beyond measure");
        }
        byte[] name = new byte[end - offset];
        bytes.get(offset, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    private RuntimeException fault(long offset, String message) {
        return ElfFault.in(section, offset, ElfCode.STRING, message, ElfFault.REBUILD);
    }
}
