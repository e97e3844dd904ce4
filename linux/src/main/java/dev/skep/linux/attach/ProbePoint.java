package dev.skep.linux.attach;

/// Where in a function a probe is.
public enum ProbePoint {
    /// Where it starts, or at an offset.
    ENTRY,
    /// Where it returns to its caller.
    RETURN
}
