package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Walks a pcapng file, block by block (draft-ietf-opsawg-pcapng). Blocks that carry no packets are
/// skipped.
final class PcapngReader implements Iterator<CapturedPacket> {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;

    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_OFFSET = 14;

    /// A capture interface.
    ///
    /// @param snapLength packets are cut to this length; 0 for no limit
    /// @param perSecond how many time stamp units make a second
    /// @param offset seconds to add to every time stamp
    private record Interface(int linkType, int snapLength, BigInteger perSecond, long offset) {
        long nanos(long stamp) {
            BigInteger units = new BigInteger(Long.toUnsignedString(stamp));
            return units.multiply(BigInteger.valueOf(1_000_000_000L)).divide(perSecond).longValue()
                    + offset * 1_000_000_000L;
        }
    }

    private final MemorySegment file;
    private ValueLayout.OfInt word;
    private ValueLayout.OfShort half;
    private ValueLayout.OfLong giant;
    private final List<Interface> interfaces = new ArrayList<>();
    private long at;
    private int good;
    private CapturedPacket next;

    PcapngReader(MemorySegment file) {
        this.file = file;
        order(ByteOrder.LITTLE_ENDIAN);
        advance();
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            advance();
        }
        return next != null;
    }

    @Override
    public CapturedPacket next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        CapturedPacket packet = next;
        next = null;
        good++;
        return packet;
    }

    /// Reads blocks up to the next packet.
    private void advance() {
        while (next == null && at < file.byteSize()) {
            need(at, 12, "a block's header");
            int type = file.get(word, at);
            if (type == SECTION) {
                startSection();
            }
            long length = length(type);
            switch (type) {
                case INTERFACE -> interfaces.add(readInterface(at + 8, at + length - 4));
                case ENHANCED_PACKET -> next = enhanced(length);
                case OLD_PACKET -> next = old(length);
                case SIMPLE_PACKET -> next = simple(length);
                default -> {
                    // Statistics, names, secrets, custom blocks: nothing for a program.
                }
            }
            at += length;
        }
    }

    private void startSection() {
        interfaces.clear();
        order(ByteOrder.LITTLE_ENDIAN);
        if (file.get(word, at + 8) != BYTE_ORDER_MAGIC) {
            order(ByteOrder.BIG_ENDIAN);
        }
        if (file.get(word, at + 8) != BYTE_ORDER_MAGIC) {
            throw Capture.refusal(
                    CaptureCode.NOT_A_CAPTURE,
                    "a section header without its byte order mark",
                    at + 8,
                    good);
        }
    }

    private void order(ByteOrder order) {
        word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        half = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        giant = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    }

    private long length(int type) {
        long length = Integer.toUnsignedLong(file.get(word, at + 4));
        int least = type == SECTION ? 28 : 12;
        if (length < least || length % 4 != 0) {
            throw Capture.refusal(
                    CaptureCode.LENGTH, "a block claims " + length + " bytes", at + 4, good);
        }
        need(at, length, "a block of " + length + " bytes");
        long again = Integer.toUnsignedLong(file.get(word, at + length - 4));
        if (again != length) {
            throw Capture.refusal(
                    CaptureCode.LENGTH,
                    "a block claims " + length + " bytes at its start and " + again + " at its end",
                    at + length - 4,
                    good);
        }
        return length;
    }

    private Interface readInterface(long from, long end) {
        within(from, 8, end);
        int linkType = Short.toUnsignedInt(file.get(half, from));
        int snapLength = file.get(word, from + 4);
        BigInteger perSecond = BigInteger.valueOf(1_000_000);
        long offset = 0;
        long option = from + 8;
        while (end - option >= 4) {
            int code = Short.toUnsignedInt(file.get(half, option));
            int length = Short.toUnsignedInt(file.get(half, option + 2));
            within(option + 4, length, end);
            if (code == 0) {
                break;
            } else if (code == OPTION_RESOLUTION && length >= 1) {
                int resolution = Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, option + 4));
                int base = (resolution & 0x80) == 0 ? 10 : 2;
                perSecond = BigInteger.valueOf(base).pow(resolution & 0x7f);
            } else if (code == OPTION_OFFSET && length >= 8) {
                offset = file.get(giant, option + 4);
            }
            option += 4 + (length + 3) / 4 * 4;
        }
        return new Interface(linkType, snapLength, perSecond, offset);
    }

    private CapturedPacket enhanced(long length) {
        within(at + 8, 20, at + length - 4);
        return packet(file.get(word, at + 8), at + 12, at + 28, length);
    }

    private CapturedPacket old(long length) {
        within(at + 8, 20, at + length - 4);
        return packet(Short.toUnsignedInt(file.get(half, at + 8)), at + 12, at + 28, length);
    }

    /// A packet whose time stamp, captured and original length start at `head`.
    private CapturedPacket packet(int from, long head, long data, long length) {
        Interface source = source(from);
        long captured = Integer.toUnsignedLong(file.get(word, head + 8));
        within(data, captured, at + length - 4);
        long stamp =
                (long) file.get(word, head) << 32
                        | Integer.toUnsignedLong(file.get(word, head + 4));
        return new CapturedPacket(
                source.nanos(stamp),
                file.asSlice(data, captured),
                file.get(word, head + 12),
                source.linkType());
    }

    private CapturedPacket simple(long length) {
        within(at + 8, 4, at + length - 4);
        Interface source = source(0);
        long original = Integer.toUnsignedLong(file.get(word, at + 8));
        long captured = Math.min(original, length - 16);
        if (source.snapLength() != 0) {
            captured = Math.min(captured, Integer.toUnsignedLong(source.snapLength()));
        }
        return new CapturedPacket(
                0, file.asSlice(at + 12, captured), (int) original, source.linkType());
    }

    private Interface source(int index) {
        if (index < 0 || index >= interfaces.size()) {
            throw Capture.refusal(
                    CaptureCode.INTERFACE,
                    "packet "
                            + (good + 1)
                            + " belongs to interface "
                            + Integer.toUnsignedLong(index)
                            + ", "
                            + interfaces.size()
                            + " are described",
                    at + 8,
                    good);
        }
        return interfaces.get(index);
    }

    private void need(long from, long bytes, String what) {
        if (bytes > file.byteSize() - from) {
            throw Capture.refusal(
                    CaptureCode.TRUNCATED, "the file ends within " + what, from, good);
        }
    }

    private void within(long from, long bytes, long end) {
        if (bytes > end - from) {
            throw Capture.refusal(
                    CaptureCode.LENGTH,
                    bytes + " bytes are announced where the block has " + (end - from),
                    from,
                    good);
        }
    }
}
