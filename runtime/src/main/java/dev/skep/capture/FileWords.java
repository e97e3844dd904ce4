package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Numbers of a file in either byte order.
///
/// The layouts are constants: HotSpot turns a load through a layout that it does not know into
/// calls, which would cost more than everything else that is done for a packet.
final class FileWords {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment file;
    private boolean big;

    FileWords(MemorySegment file) {
        this.file = file;
    }

    /// What is read from now on is in this order.
    void order(ByteOrder order) {
        big = order == ByteOrder.BIG_ENDIAN;
    }

    int unsignedByte(long at) {
        return Byte.toUnsignedInt(file.get(ValueLayout.JAVA_BYTE, at));
    }

    int unsignedShort(long at) {
        short value = file.get(SHORT, at);
        return Short.toUnsignedInt(big ? Short.reverseBytes(value) : value);
    }

    int word(long at) {
        int value = file.get(INT, at);
        return big ? Integer.reverseBytes(value) : value;
    }

    long unsignedWord(long at) {
        return Integer.toUnsignedLong(word(at));
    }

    long giant(long at) {
        long value = file.get(LONG, at);
        return big ? Long.reverseBytes(value) : value;
    }
}
