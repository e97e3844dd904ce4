package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The start of a `.BTF` section and the two parts it announces (`struct btf_header`).
///
/// @param typesStart where the types start, in bytes from the start of the section
/// @param types the types
/// @param stringsStart where the strings start, in bytes from the start of the section
/// @param strings the strings
record BtfHeader(int typesStart, ByteBuffer types, int stringsStart, ByteBuffer strings) {
    private static final int MAGIC = 0xeb9f;
    private static final int SHORTEST = 24;

    /// Linux 7 appends the place of a table of kinds, which this reader has no use for.
    private static final int KNOWN = 32;

    /// Reads the header at the start of `bytes`, which must have position 0.
    static BtfHeader read(ByteBuffer bytes) {
        int length = readLength(".BTF", bytes, SHORTEST);
        for (int i = KNOWN; i < length; i++) {
            if (bytes.get(i) != 0) {
                throw BtfFault.at(
                        i, BtfCode.HEADER, "the header has fields that are newer than this reader");
            }
        }
        ByteBuffer types = part(bytes, length, 8, "types");
        ByteBuffer strings = part(bytes, length, 16, "strings");
        int typesStart = length + bytes.getInt(8);
        int stringsStart = length + bytes.getInt(16);
        if (bytes.getInt(8) % 4 != 0) {
            throw BtfFault.at(8, BtfCode.HEADER, "the types do not start at a multiple of 4");
        }
        boolean apart =
                typesStart + types.capacity() <= stringsStart
                        || stringsStart + strings.capacity() <= typesStart;
        if (!apart && types.hasRemaining() && strings.hasRemaining()) {
            throw BtfFault.at(8, BtfCode.HEADER, "the types and the strings overlap");
        }
        return new BtfHeader(typesStart, types, stringsStart, strings);
    }

    /// Checks what `.BTF` and `.BTF.ext` have in common, sets the byte order, and yields the length
    /// of the header.
    static int readLength(String section, ByteBuffer bytes, int shortest) {
        int size = bytes.capacity();
        if (size == 0) {
            throw BtfFault.in(section, 0, BtfCode.EMPTY, "there are no bytes");
        }
        int magic =
                size < 2 ? 0 : Short.toUnsignedInt(bytes.order(ByteOrder.BIG_ENDIAN).getShort(0));
        if (magic != MAGIC && magic != Integer.reverseBytes(MAGIC) >>> 16) {
            throw BtfFault.in(section, 0, BtfCode.NOT_BTF, "the magic number 0xeb9f is missing");
        }
        bytes.order(magic == MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (size < shortest) {
            throw BtfFault.in(
                    section,
                    size,
                    BtfCode.TRUNCATED,
                    "it ends after " + size + " of at least " + shortest + " bytes of header");
        }
        if (bytes.get(2) != 1) {
            throw BtfFault.in(
                    section, 2, BtfCode.HEADER, "unknown version " + (bytes.get(2) & 0xff));
        }
        long length = Integer.toUnsignedLong(bytes.getInt(4));
        if (length < shortest) {
            throw BtfFault.in(
                    section,
                    4,
                    BtfCode.HEADER,
                    "a header of " + length + " bytes; the shortest has " + shortest);
        }
        if (length > size) {
            throw BtfFault.in(
                    section,
                    4,
                    BtfCode.TRUNCATED,
                    "a header of " + length + " bytes in a section of " + size);
        }
        return (int) length;
    }

    private static ByteBuffer part(ByteBuffer bytes, int header, int at, String what) {
        long start = header + Integer.toUnsignedLong(bytes.getInt(at));
        long length = Integer.toUnsignedLong(bytes.getInt(at + 4));
        if (start + length > bytes.capacity()) {
            throw BtfFault.at(
                    at,
                    BtfCode.TRUNCATED,
                    "the "
                            + what
                            + " should take "
                            + length
                            + " bytes from offset 0x"
                            + Long.toHexString(start)
                            + " on, but the section has "
                            + bytes.capacity());
        }
        return bytes.slice((int) start, (int) length).order(bytes.order());
    }
}
