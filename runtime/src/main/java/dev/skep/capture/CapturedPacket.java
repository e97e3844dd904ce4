package dev.skep.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One packet of a capture.
///
/// @param nanos when it was captured, in nanoseconds since 1970
/// @param data what was captured of it, a view of the file
/// @param originalLength how long it was on the wire, in bytes
/// @param linkType the number of its link layer, as tcpdump.org lists them: 1 for Ethernet
public record CapturedPacket(long nanos, MemorySegment data, int originalLength, int linkType) {
    /// A copy of the captured bytes.
    public byte[] bytes() {
        return data.toArray(ValueLayout.JAVA_BYTE);
    }
}
