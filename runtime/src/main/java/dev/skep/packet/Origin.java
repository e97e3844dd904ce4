package dev.skep.packet;

/// Where a packet came from.
///
/// @param ifindex the interface
/// @param queue its receive queue
public record Origin(int ifindex, int queue) {
    /// As in the kernel's test run: queue 0 of the loopback interface.
    public static final Origin LOOPBACK = new Origin(1, 0);
}
