package dev.skep.capture;

import dev.skep.diag.Code;

/// What can be wrong with a capture.
public enum CaptureCode implements Code {
    /// There are no bytes.
    EMPTY("P001", "the capture is empty"),
    /// No known magic number.
    NOT_A_CAPTURE("P002", "this is not a packet capture"),
    /// A relative of pcap that is not read.
    UNSUPPORTED("P003", "a kind of capture that is not read"),
    /// The file ends within a header or packet.
    TRUNCATED("P004", "the capture ends within a packet"),
    /// A length that cannot be right.
    LENGTH("P005", "a length that cannot be right"),
    /// A pcapng packet of an interface that was not described.
    INTERFACE("P006", "a packet of an unknown interface"),
    /// A link layer that programs cannot be given.
    LINK_TYPE("P007", "a link type that is not supported");

    private final String id;
    private final String title;

    CaptureCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
