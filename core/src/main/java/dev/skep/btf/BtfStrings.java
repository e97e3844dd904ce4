package dev.skep.btf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The strings of one `.BTF` section. Offsets count on from those of the section it is split from.
final class BtfStrings {
    /// The kernel allows 511 bytes; source lines in `.BTF.ext` may be longer than names.
    private static final int LONGEST = 1 << 15;

    private final int start;
    private final ByteBuffer bytes;

    private BtfStrings(int start, ByteBuffer bytes) {
        this.start = start;
        this.bytes = bytes;
    }

    /// The strings of a section that is split from one whose strings end at `start`, or of a
    /// section of its own for 0.
    static BtfStrings read(BtfHeader header, int start) {
        ByteBuffer bytes = header.strings();
        int size = bytes.capacity();
        int place = header.stringsStart();
        if (size == 0 && start > 0) {
            return new BtfStrings(start, bytes);
        }
        if (size == 0 || start == 0 && bytes.get(0) != 0) {
            throw BtfFault.at(place, BtfCode.STRING, "the first string must be empty");
        }
        if (bytes.get(size - 1) != 0) {
            throw BtfFault.at(place + size - 1L, BtfCode.STRING, "the last string has no end");
        }
        if (size > Integer.MAX_VALUE - start) {
            throw BtfFault.at(place, BtfCode.STRING, "the strings take more than 2 GiB");
        }
        int begin = 0;
        for (int i = 0; i < size; i++) {
            if (bytes.get(i) == 0) {
                begin = i + 1;
            } else if (i - begin > LONGEST) {
                throw BtfFault.at(
                        (long) place + begin,
                        BtfCode.STRING,
                        "a string of more than " + LONGEST + " bytes");
            }
        }
        return new BtfStrings(start, bytes);
    }

    /// The offset after the last string.
    int end() {
        return start + bytes.capacity();
    }

    /// Whether `offset` lies within these strings.
    boolean holds(int offset) {
        return offset >= start && offset < end();
    }

    /// The string at an offset that these strings hold.
    String at(int offset) {
        byte[] text = new byte[length(offset)];
        bytes.get(offset - start, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /// The length of the string at an offset that these strings hold, in bytes.
    int length(int offset) {
        int from = offset - start;
        int to = from;
        while (bytes.get(to) != 0) {
            to++;
        }
        return to - from;
    }

    /// Whether the string at an offset is `text`.
    boolean equal(int offset, byte[] text) {
        int from = offset - start;
        if (text.length >= bytes.capacity() - from) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes.get(from + i) != text[i] || text[i] == 0) {
                return false;
            }
        }
        return bytes.get(from + text.length) == 0;
    }

    /// The hash of the string at every offset; strings that share their tails cost nothing extra.
    int[] hashes() {
        int[] hashes = new int[bytes.capacity()];
        int hash = 0;
        for (int i = hashes.length - 1; i >= 0; i--) {
            byte character = bytes.get(i);
            hash = character == 0 ? 0 : step(hash, character);
            hashes[i] = hash;
        }
        return hashes;
    }

    /// The hash of `text`, as [#hashes] computes it.
    static int hash(byte[] text) {
        int hash = 0;
        for (int i = text.length - 1; i >= 0; i--) {
            hash = step(hash, text[i]);
        }
        return hash;
    }

    private static int step(int hash, byte character) {
        return (hash ^ character) * 0x01000193 + character;
    }

    /// Where the string at `offset` stands among [#hashes].
    int index(int offset) {
        return offset - start;
    }

    /// A copy of all of them, each with the zero at its end.
    byte[] bytes() {
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        return copy;
    }
}
