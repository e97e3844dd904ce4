package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that one run of the benchmarks found out.
///
/// @param outcomes in the order of the table
/// @param costs what else was measured
record Results(Machine machine, Effort effort, List<Outcome> outcomes, List<Costs.Row> costs) {
    /// Copies the lists.
    Results {
        outcomes = List.copyOf(outcomes);
        costs = List.copyOf(costs);
    }

    /// The runners that were measured on something, in the order of the table.
    List<Kind> measured() {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (outcomes.stream().anyMatch(o -> o.lanes().get(kind) instanceof Lane.Times)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /// The ratios to the kernel, over the benchmarks that both were measured on; empty if there are
    /// none.
    Optional<Sample> ratios(Kind kind) {
        List<Double> ratios =
                outcomes.stream()
                        .map(outcome -> outcome.ratio(kind))
                        .filter(OptionalDouble::isPresent)
                        .map(OptionalDouble::getAsDouble)
                        .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(new Sample(ratios));
    }

    /// What a call costs with a runner: the median over the benchmarks of what the empty program
    /// took; empty if it was not measured.
    Optional<Sample> calls(Kind kind) {
        List<Double> calls = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.lanes().get(kind) instanceof Lane.Times times) {
                calls.add(times.call().median());
            }
        }
        return calls.isEmpty() ? Optional.empty() : Optional.of(new Sample(calls));
    }

    /// A line for every runner that was left out somewhere, and every doubt about the numbers.
    List<String> remarks() {
        Map<String, Set<String>> where = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            outcome.lanes()
                    .forEach(
                            (kind, lane) ->
                                    remark(kind, lane)
                                            .ifPresent(
                                                    text ->
                                                            where.computeIfAbsent(
                                                                            text,
                                                                            _ ->
                                                                                    new LinkedHashSet<>())
                                                                    .add(outcome.name())));
        }
        List<String> remarks = new ArrayList<>();
        where.forEach(
                (text, names) ->
                        remarks.add(
                                text
                                        + (names.size() == outcomes.size()
                                                ? ""
                                                : " (" + String.join(", ", names) + ")")));
        remarks.sort(null);
        remarks.add(load());
        return remarks;
    }

    private String load() {
        List<Outcome> busy = outcomes.stream().filter(o -> o.load().busy()).toList();
        if (busy.isEmpty()) {
            return "the machine was quiet";
        }
        double waited = busy.stream().mapToDouble(o -> o.load().waited()).max().orElseThrow();
        String which =
                busy.size() == outcomes.size()
                        ? "all of them"
                        : busy.stream().map(Outcome::name).collect(Collectors.joining(", "));
        return "the machine was busy with other things: up to %.0f %% of the time was spent waiting"
                        .formatted(100 * waited)
                + " for a CPU ("
                + which
                + ")";
    }

    private static Optional<String> remark(Kind kind, Lane lane) {
        return switch (lane) {
            case Lane.Skipped(String reason) ->
                    Optional.of("skipped %s: %s".formatted(kind.title(), reason));
            case Lane.Wrong(String difference) ->
                    Optional.of("WRONG result of %s: %s".formatted(kind.title(), difference));
            case Lane.Times times ->
                    times.warmUp().end() == WarmUp.End.TIME_IS_UP
                            ? Optional.of("%s was not yet steady".formatted(kind.title()))
                            : Optional.empty();
        };
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("machine", machine.tree());
        tree.put("rounds", effort.rounds());
        tree.put("batch_millis", effort.batch().toMillis());
        tree.put("programs", outcomes.stream().map(OutcomeJson::tree).toList());
        Map<String, Object> means = new LinkedHashMap<>();
        for (Kind kind : measured()) {
            ratios(kind).ifPresent(r -> means.put(kind.title(), r.geometricMean()));
        }
        tree.put("geometric_means", means);
        tree.put("costs", costs.stream().map(Costs.Row::tree).toList());
        return tree;
    }
}
