package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.program.SourceLine;
import dev.skep.verify.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The outcomes of one file as people read them.
record OutcomePage(Console console, List<Outcome> outcomes) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(console.styled("bold", outcomes.getFirst().subject().object()));
        Table table = new Table("lllrrrr");
        outcomes.forEach(o -> table.row(row(o)));
        List<String> rows = table.lines("  ");
        for (int i = 0; i < rows.size(); i++) {
            Outcome outcome = outcomes.get(i);
            outcome.log().forEach(l -> lines.add("    " + l));
            lines.add(coloured(rows.get(i), outcome.finding()));
            lines.addAll(explained(outcome));
            outcome.kernel().ifPresent(kernel -> lines.addAll(beside(outcome, kernel)));
        }
        return lines;
    }

    /// What the running kernel says, and where to read about what only it complains of. Its log
    /// stands there if the trace was asked for.
    private static List<String> beside(Outcome outcome, KernelOpinion kernel) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + kernel.line());
        List<String> codes = kernel.explained();
        boolean known = outcome.diagnostic().filter(d -> codes.contains(d.code().id())).isPresent();
        if (!codes.isEmpty() && !known) {
            lines.add("      more: skep explain " + String.join(", skep explain ", codes));
        }
        if (!kernel.agreesWith(outcome.finding())) {
            lines.add(
                    "      the verdicts differ: docs/verifier-differences.md says where they may");
        }
        if (!outcome.log().isEmpty()) {
            kernel.log().forEach(line -> lines.add("      log: " + line));
        }
        return lines;
    }

    private static Object[] row(Outcome outcome) {
        Outcome.Subject subject = outcome.subject();
        String type = subject.type().map(t -> t.shortName()).orElse("");
        if (outcome.finding() == Outcome.Finding.FAILED) {
            return new Object[] {outcome.finding().word(), subject.program(), type};
        }
        Statistics s = outcome.statistics();
        return new Object[] {
            outcome.finding().word(),
            subject.program(),
            type,
            count(s.processed(), "insn"),
            count(s.states(), "state"),
            outcome.finding() == Outcome.Finding.ACCEPTED ? "stack " + s.stack() : "",
            time(s.nanos())
        };
    }

    private static String count(int number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static String time(long nanos) {
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    private String coloured(String row, Outcome.Finding finding) {
        String style =
                switch (finding) {
                    case ACCEPTED -> "fg(green)";
                    case REJECTED, FAILED -> "fg(red)";
                    case UNDECIDED -> "fg(yellow)";
                };
        return row.replaceFirst(finding.word(), console.styled(style, finding.word()));
    }

    private static List<String> explained(Outcome outcome) {
        return outcome.diagnostic()
                .map(d -> explain(d, outcome.line()).map(line -> "    " + line).toList())
                .orElse(List.of());
    }

    /// A diagnostic of the verifier, with the text of its line of the source and with where to read
    /// more.
    static Stream<String> explain(Diagnostic diagnostic, Optional<SourceLine> source) {
        List<String> lines = new ArrayList<>(diagnostic.render().lines().toList());
        int after = diagnostic.place() == null ? 1 : 2;
        source.filter(line -> !line.text().isBlank())
                .ifPresent(line -> lines.add(after, quoted(line)));
        CodePage.of(diagnostic.code())
                .ifPresent(_ -> lines.add("  more: skep explain " + diagnostic.code().id()));
        return lines.stream();
    }

    /// Control characters in the text of a broken object cannot steer a terminal.
    private static String quoted(SourceLine line) {
        return "    %d | %s"
                .formatted(line.line(), line.text().strip().replaceAll("\\p{Cntrl}", "?"));
    }
}
