package dev.skep.lab.bench.program;

import java.time.Duration;

/// How much time a measurement takes.
///
/// @param rounds how often each runner has its turn
/// @param batch how long a turn is
/// @param warmUp how long warming up may take at most, for each program and runner
record Effort(int rounds, Duration batch, Duration warmUp) {
    /// For numbers that are published.
    static final Effort FULL = new Effort(11, Duration.ofMillis(20), Duration.ofSeconds(8));

    /// For a quick look.
    static final Effort QUICK = new Effort(5, Duration.ofMillis(5), Duration.ofSeconds(2));

    /// For tests, which look at no time at all.
    static final Effort TINY = new Effort(1, Duration.ofNanos(1_000), Duration.ofMillis(1));
}
