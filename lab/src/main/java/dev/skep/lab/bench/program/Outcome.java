package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/// What came out of a benchmark.
///
/// @param load how busy the machine was meanwhile
record Outcome(String name, String title, Map<Kind, Lane> lanes, Load load) {
    /// Copies the map.
    Outcome {
        lanes = Map.copyOf(new EnumMap<>(lanes));
    }

    /// The median time of `kind` against the kernel's; empty if one of them was not measured.
    OptionalDouble ratio(Kind kind) {
        return lanes.get(kind) instanceof Lane.Times ours
                        && lanes.get(Kind.KERNEL) instanceof Lane.Times theirs
                ? OptionalDouble.of(positive(ours.net()) / positive(theirs.net()))
                : OptionalDouble.empty();
    }

    /// What is net of the call's cost may come out as nothing, or less, for programs that do next
    /// to nothing: a tenth of a nanosecond is as exact as it gets.
    private static double positive(Sample net) {
        return Math.max(0.1, net.median());
    }

    /// Whether a runner's result was wrong.
    boolean wrong() {
        return lanes.values().stream().anyMatch(Lane.Wrong.class::isInstance);
    }
}
