package dev.skep.cli;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.SourceLine;
import dev.skep.verify.Statistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns outcomes into trees for [dev.skep.cli.json.Json]: what `skep verify --json` prints, a line
/// each.
final class OutcomeJson {
    private OutcomeJson() {}

    /// Every field of every outcome is there; what does not apply is null.
    static Map<String, Object> tree(Outcome outcome) {
        Map<String, Object> tree = new LinkedHashMap<>();
        Outcome.Subject subject = outcome.subject();
        tree.put("object", subject.object());
        tree.put("program", orNull(subject.program()));
        tree.put("name", orNull(subject.program()));
        tree.put("section", orNull(subject.section()));
        tree.put("type", subject.type().map(t -> t.shortName()).orElse(null));
        tree.put("attachType", orNull(subject.attachName()));
        tree.put("verdict", verdict(outcome));
        putDiagnostic(tree, outcome);
        Statistics statistics = outcome.statistics();
        tree.put("processed", statistics.processed());
        tree.put("states", statistics.states());
        tree.put("peakStates", statistics.peakStates());
        tree.put("stack", statistics.stack());
        tree.put("micros", statistics.nanos() / 1_000);
        outcome.kernel().ifPresent(kernel -> putKernel(tree, kernel, outcome.finding()));
        if (!outcome.log().isEmpty()) {
            tree.put("log", outcome.log());
        }
        return tree;
    }

    private static void putKernel(
            Map<String, Object> tree, KernelOpinion kernel, Outcome.Finding own) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("verdict", kernel.finding().word());
        said.put("errno", orNull(kernel.errno()));
        said.put("message", orNull(kernel.message()));
        said.put("agrees", kernel.agreesWith(own));
        said.put("explained", kernel.explained());
        said.put("processed", kernel.processed());
        said.put("log", kernel.log());
        tree.put("kernel", said);
    }

    /// A program that does not link has no verdict of its own, and no accepted one either.
    private static String verdict(Outcome outcome) {
        return switch (outcome.finding()) {
            case ACCEPTED, REJECTED, UNDECIDED -> outcome.finding().word();
            case FAILED ->
                    outcome.subject().program().isEmpty() ? null : Outcome.Finding.UNDECIDED.word();
        };
    }

    private static void putDiagnostic(Map<String, Object> tree, Outcome outcome) {
        Optional<Diagnostic> why = outcome.diagnostic();
        Optional<Place.InProgram> at =
                why.map(Diagnostic::place)
                        .filter(Place.InProgram.class::isInstance)
                        .map(Place.InProgram.class::cast);
        tree.put("code", why.map(d -> d.code().id()).orElse(null));
        tree.put("message", why.map(Diagnostic::message).orElse(null));
        tree.put(
                "kernelMessage",
                why.map(Diagnostic::kernelMessage).map(OutcomeJson::orNull).orElse(null));
        tree.put("instruction", at.map(Place.InProgram::index).orElse(null));
        tree.put("instructionText", at.map(Place.InProgram::text).orElse(null));
        tree.put("function", orNull(outcome.function()));
        tree.put("source", outcome.line().map(OutcomeJson::source).orElse(null));
        tree.put("causes", why.map(Diagnostic::causes).orElse(List.of()));
        tree.put("remedy", why.map(Diagnostic::remedy).map(OutcomeJson::orNull).orElse(null));
        tree.put("construct", orNull(outcome.construct()));
        tree.put(
                "error",
                outcome.finding() == Outcome.Finding.FAILED
                        ? why.map(Diagnostic::render).orElse(null)
                        : null);
    }

    private static Map<String, Object> source(SourceLine line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", line.file());
        tree.put("line", line.line());
        tree.put("column", line.column());
        tree.put("text", line.text().strip());
        return tree;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
