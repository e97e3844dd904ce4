package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Results in words and numbers for people.
///
/// @param results what to tell
record Report(Results results) {
    /// Where the block of [#markdown] starts in a page.
    static final String START = "<!-- measured: written by lab/bench/run --write -->";

    /// Where it ends.
    static final String END = "<!-- end of what was measured -->";

    /// For a terminal.
    String text() {
        return Stream.of(
                        ratios().text(),
                        times().text(),
                        costs().map(Grid::text).orElse(""),
                        everything() ? new Goals(results).grid().text() : "",
                        lines(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /// For a page: the block between [#START] and [#END], both included.
    String markdown() {
        return START
                + "\n\n![Time per run of each program against the kernel's JIT](performance.svg)\n\n"
                + "Time per run as a multiple of the kernel JIT's; lower is better.\n\n"
                + ratios().markdown()
                + "\nNanoseconds per run without the call: median (least..most) of "
                + results.effort().rounds()
                + " rounds.\n\n"
                + times().markdown()
                + costs().map(grid -> "\nWhat else it costs.\n\n" + grid.markdown()).orElse("")
                + "\nWhat the compiler wants to reach, and what it reached here.\n\n"
                + new Goals(results).grid().markdown()
                + "\n"
                + lines("- ")
                + "\n"
                + END;
    }

    /// `page` with this report in the place of the one that it holds.
    ///
    /// @throws IllegalArgumentException if it has no place for one
    String into(String page) {
        int start = page.indexOf(START);
        int end = page.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("the page lacks the lines " + START + " and " + END);
        }
        return page.substring(0, start) + markdown() + page.substring(end + END.length());
    }

    private boolean everything() {
        return results.outcomes().size() == Catalogue.all().size();
    }

    private String lines(String bullet) {
        return Stream.concat(results.machine().lines(), results.remarks().stream())
                .map(line -> bullet + line + "\n")
                .collect(Collectors.joining());
    }

    /// The kernel's time, and how many times as long each other runner took.
    private Grid ratios() {
        List<Kind> others =
                results.measured().stream().filter(kind -> kind != Kind.KERNEL).toList();
        List<String> head = new ArrayList<>(List.of("program", Kind.KERNEL.title() + ", ns"));
        others.forEach(kind -> head.add(kind.title()));
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : results.outcomes()) {
            List<String> row = new ArrayList<>(List.of(outcome.title()));
            row.add(
                    outcome.lanes().get(Kind.KERNEL) instanceof Lane.Times times
                            ? number(times.net().median())
                            : "-");
            others.forEach(kind -> row.add(ratio(outcome.ratio(kind))));
            rows.add(row);
        }
        List<String> means = new ArrayList<>(List.of("geometric mean", ""));
        for (Kind kind : others) {
            Optional<Sample> ratios = results.ratios(kind);
            means.add(
                    ratio(
                            ratios.map(r -> OptionalDouble.of(r.geometricMean()))
                                    .orElse(OptionalDouble.empty())));
        }
        rows.add(means);
        return new Grid(head, rows);
    }

    private Grid times() {
        List<Kind> kinds = results.measured();
        List<String> head = new ArrayList<>(List.of("program"));
        kinds.forEach(kind -> head.add(kind.title() + ", ns"));
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : results.outcomes()) {
            List<String> row = new ArrayList<>(List.of(outcome.title()));
            for (Kind kind : kinds) {
                row.add(
                        outcome.lanes().get(kind) instanceof Lane.Times times
                                ? range(times.net())
                                : "-");
            }
            rows.add(row);
        }
        List<String> calls = new ArrayList<>(List.of("a call: the empty program"));
        kinds.forEach(kind -> calls.add(results.calls(kind).map(Report::range).orElse("-")));
        rows.add(calls);
        return new Grid(head, rows);
    }

    private Optional<Grid> costs() {
        if (results.costs().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Grid(
                        List.of("cost", "with", "value"),
                        results.costs().stream()
                                .map(
                                        row ->
                                                List.of(
                                                        row.what(),
                                                        row.runner(),
                                                        number(row.value()) + " " + row.unit()))
                                .toList()));
    }

    private static String range(Sample sample) {
        return "%s (%s..%s)"
                .formatted(number(sample.median()), number(sample.least()), number(sample.most()));
    }

    /// Three digits or so.
    static String number(double value) {
        return format(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isEmpty()
                ? "-"
                : format(ratio.getAsDouble() < 10 ? "%.2f" : "%.1f", ratio.getAsDouble());
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
