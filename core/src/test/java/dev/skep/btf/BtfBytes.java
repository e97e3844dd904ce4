package dev.skep.btf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes BTF by hand, little endian, right or wrong.
final class BtfBytes {
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int stringStart;

    BtfBytes() {
        strings.write(0);
    }

    /// One that goes on where `base` ends.
    static BtfBytes after(Btf base) {
        BtfBytes split = new BtfBytes();
        split.strings.reset();
        split.stringStart = base.stringsEnd();
        return split;
    }

    /// The offset of a new string.
    int string(String text) {
        int offset = stringStart + strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return offset;
    }

    /// A type: the three words that all have, and those that follow.
    BtfBytes type(int name, int info, int sizeOrType, int... words) {
        word(name);
        word(info);
        word(sizeOrType);
        for (int word : words) {
            word(word);
        }
        return this;
    }

    /// A type of a kind with a number of entries.
    BtfBytes type(BtfKind kind, int count, String name, int sizeOrType, int... words) {
        int offset = name.isEmpty() ? 0 : string(name);
        return type(offset, kind.ordinal() << 24 | count, sizeOrType, words);
    }

    /// `int`, of four bytes.
    BtfBytes integer(String name) {
        return type(BtfKind.INT, 0, name, 4, 1 << 24 | 32);
    }

    private void word(int value) {
        types.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    /// The whole section, with a header of `length` bytes.
    ByteBuffer section(int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length + types.size() + strings.size());
        bytes.order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0xeb9f).put((byte) 1).put((byte) 0);
        bytes.putInt(length).putInt(0).putInt(types.size());
        bytes.putInt(types.size()).putInt(strings.size());
        bytes.put(length, types.toByteArray());
        bytes.put(length + types.size(), strings.toByteArray());
        return bytes.position(0);
    }

    Btf parse() {
        return Btf.parse(section(24));
    }
}
