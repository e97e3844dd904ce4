package dev.skep.lab.bench.program;

/// How busy the machine was with other things.
///
/// @param waited the share of the time in which what was measured waited for a CPU, from 0 to 1
record Load(double waited) {
    private static final double QUIET = 0.03;

    /// What was measured had the CPU for `cpuNanos` of `wallNanos`.
    static Load of(long wallNanos, long cpuNanos) {
        return new Load(Math.clamp(1 - (double) cpuNanos / Math.max(1, wallNanos), 0, 1));
    }

    /// Whether the numbers are to be taken with care.
    boolean busy() {
        return waited > QUIET;
    }
}
