package dev.skep.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The body of a netlink request while it is written: a structure, and attributes behind it
/// (`Documentation/userspace-api/netlink/intro.rst`).
public final class NetlinkBody {
    private static final int ROOM = 1024;
    private static final int HEADER = 4;

    private final ByteBuffer bytes = ByteBuffer.allocate(ROOM).order(ByteOrder.nativeOrder());

    /// An empty one.
    public NetlinkBody() {}

    /// Writes numbers of 32 bits.
    public NetlinkBody numbers(int... numbers) {
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return this;
    }

    /// Writes bytes as they are.
    public NetlinkBody octets(byte... octets) {
        bytes.put(octets);
        return this;
    }

    /// Writes an attribute that consists of these bytes.
    public NetlinkBody octets(int type, byte[] octets) {
        return attribute(type, body -> body.octets(octets));
    }

    /// Writes an attribute that is a number of 16 bits.
    public NetlinkBody shortNumber(int type, int value) {
        return attribute(type, body -> body.bytes.putShort((short) value));
    }

    /// Writes an attribute that is a number.
    public NetlinkBody number(int type, int value) {
        return attribute(type, body -> body.numbers(value));
    }

    /// Writes an attribute that is a text.
    public NetlinkBody text(int type, String text) {
        return attribute(
                type, body -> body.bytes.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0));
    }

    /// Writes an attribute whose contents `part` writes.
    public NetlinkBody attribute(int type, Part part) {
        int start = bytes.position();
        bytes.putShort((short) 0).putShort((short) type);
        part.write(this);
        bytes.putShort(start, (short) (bytes.position() - start));
        while (bytes.position() % HEADER != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    /// What has been written.
    public byte[] bytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /// Writes the contents of an attribute.
    @FunctionalInterface
    public interface Part {
        /// Writes them.
        void write(NetlinkBody body);
    }
}
