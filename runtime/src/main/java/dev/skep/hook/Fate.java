package dev.skep.hook;

/// What becomes of a packet behind a hook.
public enum Fate {
    /// It ends here.
    ENDED,
    /// It goes on its way, as if there were no program.
    PASSED,
    /// It goes out of the interface that it came in through: `XDP_TX`.
    RETURNED,
    /// It goes where the program has redirected it to, if it said where.
    REDIRECTED
}
