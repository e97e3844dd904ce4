package dev.skep.elf;

import static dev.skep.elf.ElfFault.REBUILD;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What the first 64 bytes of a file say (System V gABI, chapter 4, "ELF Header").
///
/// @param tableOffset where the section headers start, in bytes from the start of the file
/// @param count how many there are; at least 1
/// @param names the index of the section that holds the names of sections, 0 if they have none
record ElfHeader(ByteOrder order, long tableOffset, int count, int names) {
    /// The size of this header and of a section header, in bytes.
    static final int SIZE = 64;

    private static final int RELOCATABLE = 1;
    private static final int EXTENDED = 0xffff;

    static ElfHeader read(byte[] file) {
        requireMagic(file);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(identify(file));
        requireBpf(bytes);
        long offset = bytes.getLong(40);
        int entrySize = Short.toUnsignedInt(bytes.getShort(58));
        if (offset == 0) {
            throw ElfFault.at(
                    40, ElfCode.HEADER, "the file has no table of sections", "do not strip it.");
        }
        if (entrySize != SIZE) {
            throw ElfFault.at(
                    58,
                    ElfCode.HEADER,
                    "section headers of " + entrySize + " bytes instead of " + SIZE,
                    REBUILD);
        }
        requireTable(file.length, offset, 1);
        return new ElfHeader(
                bytes.order(), offset, count(bytes, offset), nameSection(bytes, offset));
    }

    private static int count(ByteBuffer bytes, long offset) {
        int small = Short.toUnsignedInt(bytes.getShort(60));
        long count = small == 0 ? bytes.getLong((int) offset + 32) : small;
        requireTable(bytes.capacity(), offset, count);
        return (int) count;
    }

    private static int nameSection(ByteBuffer bytes, long offset) {
        int small = Short.toUnsignedInt(bytes.getShort(62));
        return small == EXTENDED ? bytes.getInt((int) offset + 40) : small;
    }

    private static void requireTable(int length, long offset, long count) {
        boolean fits =
                offset >= SIZE
                        && offset <= length
                        && count > 0
                        && count <= (length - offset) / SIZE;
        if (!fits) {
            throw ElfFault.at(
                    40,
                    ElfCode.TRUNCATED,
                    "the file has "
                            + length
                            + " bytes, which do not hold "
                            + Long.toUnsignedString(count)
                            + " section headers at offset 0x"
                            + Long.toHexString(offset),
                    REBUILD);
        }
    }

    private static void requireMagic(byte[] file) {
        if (file.length == 0) {
            throw ElfFault.at(
                    0,
                    ElfCode.EMPTY,
                    "the file is empty",
                    "look for the error of the compiler or of the copy that should have filled it.");
        }
        byte[] magic = {0x7f, 'E', 'L', 'F'};
        for (int i = 0; i < Math.min(magic.length, file.length); i++) {
            if (file[i] != magic[i]) {
                throw ElfFault.at(
                        0,
                        ElfCode.NOT_ELF,
                        "this is not an ELF file" + guess(file),
                        "name an object file made with clang -O2 -g -target bpf -c.");
            }
        }
        if (file.length < SIZE) {
            throw ElfFault.at(
                    file.length,
                    ElfCode.TRUNCATED,
                    "the file ends after " + file.length + " of the 64 bytes of an ELF header",
                    REBUILD);
        }
    }

    private static String guess(byte[] file) {
        String start = new String(file, 0, Math.min(8, file.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("BC\u00c0\u00de")) {
            return " but LLVM bitcode (made with -emit-llvm)";
        }
        if (start.startsWith("!<arch>")) {
            return " but an archive of files";
        }
        if (start.startsWith("\u00d4\u00c3\u00b2\u00a1")
                || start.startsWith("\u00a1\u00b2\u00c3\u00d4")) {
            return " but a packet capture";
        }
        if (start.startsWith("\u001f\u008b")) {
            return " but a gzip file";
        }
        return start.chars().allMatch(c -> c == '\n' || c == '\t' || c >= ' ' && c < 0x7f)
                ? " but text"
                : "";
    }

    private static ByteOrder identify(byte[] file) {
        if (file[4] == 1) {
            throw ElfFault.at(
                    4,
                    ElfCode.CLASS_32,
                    "this is a 32-bit ELF file; BPF objects are 64-bit",
                    "compile it with clang -target bpf.");
        }
        if (file[4] != 2) {
            throw ElfFault.at(4, ElfCode.HEADER, "unknown ELF class " + (file[4] & 0xff), REBUILD);
        }
        if (file[5] != 1 && file[5] != 2) {
            throw ElfFault.at(5, ElfCode.HEADER, "unknown byte order " + (file[5] & 0xff), REBUILD);
        }
        if (file[6] != 1) {
            throw ElfFault.at(
                    6, ElfCode.HEADER, "unknown ELF version " + (file[6] & 0xff), REBUILD);
        }
        return file[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static void requireBpf(ByteBuffer bytes) {
        int machine = Short.toUnsignedInt(bytes.getShort(18));
        if (machine != Machine.BPF && machine != Machine.NONE) {
            throw ElfFault.at(
                    18,
                    ElfCode.WRONG_MACHINE,
                    "this file holds code for " + Machine.name(machine) + ", not for BPF",
                    "compile it with clang -target bpf, or name the .o file of the BPF program.");
        }
        int type = Short.toUnsignedInt(bytes.getShort(16));
        if (type != RELOCATABLE) {
            String what =
                    switch (type) {
                        case 2 -> "an executable";
                        case 3 -> "a shared library";
                        case 4 -> "a core dump";
                        default -> "of ELF type " + type;
                    };
            throw ElfFault.at(
                    16,
                    ElfCode.NOT_RELOCATABLE,
                    "this file is " + what + ", not a relocatable object",
                    "compile with -c, and link objects with bpftool gen object.");
        }
        int version = bytes.getInt(20);
        if (version != 1) {
            throw ElfFault.at(
                    20,
                    ElfCode.HEADER,
                    "unknown ELF version " + Integer.toUnsignedString(version),
                    REBUILD);
        }
    }
}
