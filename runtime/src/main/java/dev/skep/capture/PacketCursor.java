package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;

/// Stands at one packet of a capture after the other, and says where it lies: nothing is copied,
/// and no memory is taken per packet. What it says holds until the next [#advance]. For one thread.
public interface PacketCursor {
    /// Goes to the next packet, at first to the first one; false behind the last.
    ///
    /// @throws dev.skep.diag.MalformedException with a [CaptureCode] where the capture goes wrong
    boolean advance();

    /// The memory that the packet lies in: the whole capture, as a rule.
    MemorySegment memory();

    /// Where in [#memory] it starts.
    long offset();

    /// How many bytes of it were captured.
    int length();

    /// How long it was on the wire, in bytes.
    int originalLength();

    /// The number of its link layer, as tcpdump.org lists them.
    int linkType();

    /// When it was captured, in nanoseconds since 1970.
    long nanos();

    /// The packet as an object.
    default CapturedPacket packet() {
        return new CapturedPacket(
                nanos(), memory().asSlice(offset(), length()), originalLength(), linkType());
    }

    /// Walks over packets, wherever they come from.
    static PacketCursor over(Iterable<CapturedPacket> packets) {
        return packets instanceof Capture capture
                ? capture.cursor()
                : new IteratorCursor(packets.iterator());
    }

    /// The packets that `cursor` has not come to yet.
    static Iterator<CapturedPacket> iterator(PacketCursor cursor) {
        return new CursorIterator(cursor);
    }
}
