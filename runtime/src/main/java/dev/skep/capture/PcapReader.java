package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Walks a classic pcap file: a header of 24 bytes, then a record of 16 bytes before each packet
/// (draft-ietf-opsawg-pcap).
final class PcapReader implements PacketCursor {
    private static final int HEADER = 24;
    private static final int RECORD = 16;

    /// The upper four bits of the link type say whether frames end with a checksum.
    private static final int LINK_TYPE = 0x0fff_ffff;

    private final MemorySegment file;
    private final long size;
    private final FileWords words;
    private final long unit;
    private final int linkType;
    private long at;
    private long next = HEADER;
    private int length;
    private int good;

    PcapReader(MemorySegment file) {
        this.file = file;
        this.size = file.byteSize();
        this.words = new FileWords(file);
        if (size < HEADER) {
            throw Capture.refusal(
                    CaptureCode.TRUNCATED, "the file ends within its header", size, 0);
        }
        int magic = file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0);
        boolean big = magic >>> 16 == 0xa1b2;
        words.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        this.unit = words.word(0) == 0xa1b2c3d4 ? 1_000 : 1;
        this.linkType = words.word(20) & LINK_TYPE;
    }

    @Override
    public boolean advance() {
        if (next >= size) {
            return false;
        }
        at = next;
        if (size - at < RECORD) {
            throw truncated("the file ends within the header of packet " + (good + 1));
        }
        long captured = words.unsignedWord(at + 8);
        if (captured > Math.min(Capture.LONGEST_PACKET, size - at - RECORD)) {
            throw badLength(captured);
        }
        length = (int) captured;
        next = at + RECORD + captured;
        good++;
        return true;
    }

    @Override
    public MemorySegment memory() {
        return file;
    }

    @Override
    public long offset() {
        return at + RECORD;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int originalLength() {
        return words.word(at + 12);
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public long nanos() {
        return words.unsignedWord(at) * 1_000_000_000L + words.unsignedWord(at + 4) * unit;
    }

    private RuntimeException badLength(long captured) {
        String claim = "packet " + (good + 1) + " claims " + captured + " bytes";
        return captured > Capture.LONGEST_PACKET
                ? Capture.refusal(CaptureCode.LENGTH, claim, at + 8, good)
                : truncated(claim + ", " + (size - at - RECORD) + " are left");
    }

    private RuntimeException truncated(String message) {
        return Capture.refusal(CaptureCode.TRUNCATED, message, at, good);
    }
}
