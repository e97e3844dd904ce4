package dev.skep.hook;

import java.io.IOException;

/// Takes the packets that leave a hook.
@FunctionalInterface
public interface PacketSink {
    /// Forgets them.
    PacketSink NONE = (exit, nanos, bytes, originalLength) -> {};

    /// Takes a packet.
    ///
    /// @param nanos when it was captured, in nanoseconds since 1970
    /// @param bytes an Ethernet frame, or as much of it as there is
    /// @param originalLength how long the frame is as a whole
    void take(Exit exit, long nanos, byte[] bytes, int originalLength) throws IOException;
}
