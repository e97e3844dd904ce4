package dev.skep.vm;

/// The packet that the legacy load instructions read, attached to the run whose context is a socket
/// buffer.
@FunctionalInterface
public interface LegacyPacket {
    /// The `size` (1, 2 or 4) bytes at `offset`, converted from network byte order and
    /// zero-extended, or -1 if they lie outside. Negative offsets have the meaning that Linux
    /// documents for classic filters (`SKF_NET_OFF`, `SKF_LL_OFF`).
    long load(int offset, int size);
}
