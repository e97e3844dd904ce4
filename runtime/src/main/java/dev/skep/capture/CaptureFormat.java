package dev.skep.capture;

/// The kinds of capture files.
public enum CaptureFormat {
    /// Classic pcap with microseconds.
    PCAP,
    /// Classic pcap with nanoseconds.
    PCAP_NANOSECONDS,
    /// pcapng.
    PCAPNG
}
