package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the compiler wants to reach, and what it reached.
///
/// @param results what was measured
record Goals(Results results) {
    private static final String COMPILER = Kind.COMPILER.title();

    /// A number that should not be larger.
    private record Goal(String what, double most, OptionalDouble reached, String unit) {
        List<String> row() {
            return List.of(
                    what,
                    Report.number(most) + unit,
                    reached.isEmpty() ? "-" : Report.number(reached.getAsDouble()) + unit,
                    reached.isEmpty()
                            ? "not measured"
                            : reached.getAsDouble() <= most ? "yes" : "no");
        }
    }

    /// A row for each goal.
    Grid grid() {
        List<Goal> goals = new ArrayList<>();
        goals.add(
                new Goal(
                        "geometric mean against the kernel's JIT",
                        0.85,
                        of(results.ratios(Kind.COMPILER).map(Sample::geometricMean).stream()),
                        ""));
        goals.add(
                new Goal(
                        "the slowest program against it",
                        1.1,
                        of(results.ratios(Kind.COMPILER).map(Sample::most).stream()),
                        ""));
        goals.add(new Goal("hash look-up against it", 0.8, ratio("flow_lookup"), ""));
        goals.add(new Goal("hash update against it", 0.5, ratio("flow_update"), ""));
        goals.add(
                new Goal(
                        "a call",
                        3,
                        of(results.calls(Kind.COMPILER).map(Sample::median).stream()),
                        " ns"));
        goals.add(
                new Goal(
                        "90 % of the final speed, programs below 500 instructions",
                        500, slowest(PeakCost::isSmall), " ms"));
        goals.add(
                new Goal(
                        "loading 1,000 instructions",
                        2_000,
                        slowest(what -> what.startsWith(TranslationCost.WHAT)),
                        " us"));
        return new Grid(
                List.of("goal", "at most", "reached", "met"),
                goals.stream().map(Goal::row).toList());
    }

    private OptionalDouble ratio(String name) {
        return results.outcomes().stream()
                .filter(outcome -> outcome.name().equals(name))
                .map(outcome -> outcome.ratio(Kind.COMPILER))
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble slowest(Predicate<String> what) {
        return results.costs().stream()
                .filter(row -> row.runner().equals(COMPILER) && what.test(row.what()))
                .mapToDouble(Costs.Row::value)
                .max();
    }

    private static OptionalDouble of(Stream<Double> value) {
        return value.mapToDouble(Double::doubleValue).findFirst();
    }
}
