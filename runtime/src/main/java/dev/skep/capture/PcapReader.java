package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Walks a classic pcap file: a header of 24 bytes, then a record of 16 bytes before each packet
/// (draft-ietf-opsawg-pcap).
final class PcapReader implements Iterator<CapturedPacket> {
    private static final int HEADER = 24;
    private static final int RECORD = 16;

    /// The upper four bits of the link type say whether frames end with a checksum.
    private static final int LINK_TYPE = 0x0fff_ffff;

    private final MemorySegment file;
    private final ValueLayout.OfInt word;
    private final long unit;
    private final int linkType;
    private long at = HEADER;
    private int good;

    PcapReader(MemorySegment file) {
        this.file = file;
        if (file.byteSize() < HEADER) {
            throw Capture.refusal(
                    CaptureCode.TRUNCATED, "the file ends within its header", file.byteSize(), 0);
        }
        int magic = file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0);
        boolean big = magic >>> 16 == 0xa1b2;
        ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.word = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        this.unit = file.get(word, 0) == 0xa1b2c3d4 ? 1_000 : 1;
        this.linkType = file.get(word, 20) & LINK_TYPE;
    }

    @Override
    public boolean hasNext() {
        return at < file.byteSize();
    }

    @Override
    public CapturedPacket next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (file.byteSize() - at < RECORD) {
            throw truncated("the file ends within the header of packet " + (good + 1));
        }
        long captured = Integer.toUnsignedLong(file.get(word, at + 8));
        long start = at + RECORD;
        if (captured > Capture.LONGEST_PACKET) {
            throw Capture.refusal(
                    CaptureCode.LENGTH,
                    "packet " + (good + 1) + " claims " + captured + " bytes",
                    at + 8,
                    good);
        }
        if (captured > file.byteSize() - start) {
            throw truncated(
                    "packet "
                            + (good + 1)
                            + " claims "
                            + captured
                            + " bytes, "
                            + (file.byteSize() - start)
                            + " are left");
        }
        long seconds = Integer.toUnsignedLong(file.get(word, at));
        long fraction = Integer.toUnsignedLong(file.get(word, at + 4));
        CapturedPacket packet =
                new CapturedPacket(
                        seconds * 1_000_000_000L + fraction * unit,
                        file.asSlice(start, captured),
                        file.get(word, at + 12),
                        linkType);
        at = start + captured;
        good++;
        return packet;
    }

    private RuntimeException truncated(String message) {
        return Capture.refusal(CaptureCode.TRUNCATED, message, at, good);
    }
}
