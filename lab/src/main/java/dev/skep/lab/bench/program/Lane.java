package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;

/// What came out for one runner on one benchmark.
sealed interface Lane {
    /// It was measured.
    ///
    /// @param net nanoseconds a run, without what a run of the empty program cost in the same round
    /// @param call nanoseconds a run of the empty program
    /// @param warmUp how it was warmed up
    record Times(Sample net, Sample call, WarmUp warmUp) implements Lane {}

    /// It could not be measured.
    ///
    /// @param reason for people
    record Skipped(String reason) implements Lane {}

    /// It did not do what the interpreter did, and so was not measured.
    ///
    /// @param difference for people
    record Wrong(String difference) implements Lane {}
}
