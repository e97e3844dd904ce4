package dev.skep.lab.bench.program;

import java.time.Duration;

/// How much time a measurement takes.
///
/// @param rounds how often each runner has its turn
/// @param batch how long a turn is
/// @param leastWarmUp how long a program runs in this JVM at least before it is measured: its
///   compiler may be at work for a second without a sign of it
/// @param mostWarmUp how long warming up may take at most, for each program and runner
record Effort(int rounds, Duration batch, Duration leastWarmUp, Duration mostWarmUp) {
    /// For numbers that are published.
    static final Effort FULL =
            new Effort(11, Duration.ofMillis(20), Duration.ofMillis(1_500), Duration.ofSeconds(10));

    /// For a quick look.
    static final Effort QUICK =
            new Effort(5, Duration.ofMillis(10), Duration.ofMillis(1_000), Duration.ofSeconds(4));

    /// For tests, which look at no time at all.
    static final Effort TINY =
            new Effort(1, Duration.ofNanos(1_000), Duration.ZERO, Duration.ofMillis(1));
}
