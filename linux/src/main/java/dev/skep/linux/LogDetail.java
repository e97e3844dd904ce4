package dev.skep.linux;

/// How much the kernel's verifier writes. What is wrong with a program it says at every level.
public enum LogDetail {
    /// Processed instructions, states and time.
    STATISTICS(4),
    /// The same, and the states at the ends of paths.
    PATHS(4 | 1),
    /// The same, and the state at every instruction: many megabytes for large programs.
    INSTRUCTIONS(4 | 2);

    private final int level;

    LogDetail(int level) {
        this.level = level;
    }

    /// The bits of `log_level`.
    int level() {
        return level;
    }
}
