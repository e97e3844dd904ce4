package dev.skep.vm;

import java.util.Optional;

/// How programs are run.
///
/// @param fuel how many instructions a run may execute; a timer's callback is a run of its own
/// @param tracer watches every instruction, where there is one; those of a timer's callback on the
///   thread that runs it
public record RunOptions(long fuel, Optional<Tracer> tracer) {
    /// Four billion instructions, no tracer.
    public static RunOptions defaults() {
        return new RunOptions(1L << 32, Optional.empty());
    }

    /// The same with another limit.
    public RunOptions withFuel(long fuel) {
        return new RunOptions(fuel, tracer);
    }

    /// The same with a tracer.
    public RunOptions withTracer(Tracer tracer) {
        return new RunOptions(fuel, Optional.of(tracer));
    }
}
