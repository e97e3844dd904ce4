package dev.skep.vm;

/// Where the packet of a run lies at the moment, its metadata included.
public interface PacketArea {
    /// The address of the first byte that programs may touch.
    long start();

    /// The address behind the last one.
    long end();
}
