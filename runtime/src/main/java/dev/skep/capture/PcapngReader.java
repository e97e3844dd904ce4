package dev.skep.capture;

import dev.skep.diag.MalformedException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Walks a pcapng file, block by block (draft-ietf-opsawg-pcapng). Blocks that carry no packets are
/// skipped.
final class PcapngReader implements PacketCursor {
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
        private static final long NANOS = 1_000_000_000L;

        long nanos(long stamp) {
            return inNanos(stamp) + offset * NANOS;
        }

        private long inNanos(long stamp) {
            // Microseconds and nanoseconds, which nearly every capture counts.
            long units = perSecond.bitLength() < 32 ? perSecond.longValue() : 0;
            if (units > 0 && NANOS % units == 0) {
                return stamp * (NANOS / units);
            }
            return new BigInteger(Long.toUnsignedString(stamp))
                    .multiply(BigInteger.valueOf(NANOS))
                    .divide(perSecond)
                    .longValue();
        }
    }

    /// Stands for the place of a time stamp that there is none of.
    private static final long NO_STAMP = -1;

    private final MemorySegment file;
    private final long size;
    private final FileWords words;
    private final List<Interface> interfaces = new ArrayList<>();
    private long at;
    private int good;
    private boolean waiting;
    private Interface source;
    private long stampAt;
    private long offset;
    private int length;
    private int originalLength;

    PcapngReader(MemorySegment file) {
        this.file = file;
        this.size = file.byteSize();
        this.words = new FileWords(file);
        // What is wrong before the first packet is said when the file is opened.
        waiting = find();
    }

    @Override
    public boolean advance() {
        boolean found = waiting || find();
        waiting = false;
        good += found ? 1 : 0;
        return found;
    }

    @Override
    public MemorySegment memory() {
        return file;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int originalLength() {
        return originalLength;
    }

    @Override
    public int linkType() {
        return source.linkType();
    }

    @Override
    public long nanos() {
        return stampAt == NO_STAMP
                ? 0
                : source.nanos((long) words.word(stampAt) << 32 | words.unsignedWord(stampAt + 4));
    }

    /// Reads blocks up to the next packet.
    private boolean find() {
        boolean found = false;
        while (!found && at < size) {
            if (size - at < 12) {
                throw truncated("a block's header");
            }
            int type = words.word(at);
            if (type == SECTION) {
                startSection();
            }
            long block = blockLength(type);
            switch (type) {
                case INTERFACE -> interfaces.add(readInterface(at + 8, at + block - 4));
                case ENHANCED_PACKET, OLD_PACKET -> found = stamped(type, block);
                case SIMPLE_PACKET -> found = simple(block);
                default -> {
                    // Statistics, names, secrets, custom blocks: nothing for a program.
                }
            }
            at += block;
        }
        return found;
    }

    private void startSection() {
        interfaces.clear();
        words.order(ByteOrder.LITTLE_ENDIAN);
        if (words.word(at + 8) != BYTE_ORDER_MAGIC) {
            words.order(ByteOrder.BIG_ENDIAN);
        }
        if (words.word(at + 8) != BYTE_ORDER_MAGIC) {
            throw Capture.refusal(
                    CaptureCode.NOT_A_CAPTURE,
                    "a section header without its byte order mark",
                    at + 8,
                    good);
        }
    }

    private long blockLength(int type) {
        long length = words.unsignedWord(at + 4);
        int least = type == SECTION ? 28 : 12;
        if (length < least || length % 4 != 0) {
            throw Capture.refusal(
                    CaptureCode.LENGTH, "a block claims " + length + " bytes", at + 4, good);
        }
        if (size - at < length) {
            throw truncated("a block of " + length + " bytes");
        }
        long again = words.unsignedWord(at + length - 4);
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
        int linkType = words.unsignedShort(from);
        int snapLength = words.word(from + 4);
        BigInteger perSecond = BigInteger.valueOf(1_000_000);
        long offset = 0;
        long option = from + 8;
        while (end - option >= 4) {
            int code = words.unsignedShort(option);
            int length = words.unsignedShort(option + 2);
            within(option + 4, length, end);
            if (code == 0) {
                break;
            } else if (code == OPTION_RESOLUTION && length >= 1) {
                int resolution = words.unsignedByte(option + 4);
                int base = (resolution & 0x80) == 0 ? 10 : 2;
                perSecond = BigInteger.valueOf(base).pow(resolution & 0x7f);
            } else if (code == OPTION_OFFSET && length >= 8) {
                offset = words.giant(option + 4);
            }
            option += 4 + (length + 3) / 4 * 4;
        }
        return new Interface(linkType, snapLength, perSecond, offset);
    }

    /// A packet with a time stamp: an enhanced packet block, or the one that came before it, where
    /// the interface has 16 bits and a count of drops the others.
    private boolean stamped(int type, long block) {
        within(at + 8, 20, at + block - 4);
        source = source(type == OLD_PACKET ? words.unsignedShort(at + 8) : words.word(at + 8));
        long captured = words.unsignedWord(at + 20);
        within(at + 28, captured, at + block - 4);
        stampAt = at + 12;
        place(at + 28, captured, words.word(at + 24));
        return true;
    }

    private boolean simple(long block) {
        within(at + 8, 4, at + block - 4);
        source = source(0);
        long original = words.unsignedWord(at + 8);
        long captured = Math.min(original, block - 16);
        if (source.snapLength() != 0) {
            captured = Math.min(captured, Integer.toUnsignedLong(source.snapLength()));
        }
        stampAt = NO_STAMP;
        place(at + 12, captured, (int) original);
        return true;
    }

    private void place(long offset, long captured, int originalLength) {
        if (captured > Capture.LONGEST_PACKET) {
            throw Capture.refusal(
                    CaptureCode.LENGTH,
                    "packet " + (good + 1) + " claims " + captured + " bytes",
                    offset,
                    good);
        }
        this.offset = offset;
        this.length = (int) captured;
        this.originalLength = originalLength;
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

    private MalformedException truncated(String what) {
        return Capture.refusal(CaptureCode.TRUNCATED, "the file ends within " + what, at, good);
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
