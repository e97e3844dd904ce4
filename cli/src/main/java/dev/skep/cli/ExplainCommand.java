package dev.skep.cli;

import dev.skep.diag.Suggestions;
import dev.skep.verify.VerifierCode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep explain`.
@Command(
        name = "explain",
        description = "Explains a rule of the verifier, with an accepted and a rejected program.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nExamples:",
            "  skep explain                               (all codes)",
            "  skep explain V012",
            "  skep explain 'invalid access to packet'    (a kernel's words)"
        })
final class ExplainCommand implements Callable<Integer> {
    /// What a shell proposes.
    static final class Codes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(VerifierCode.values()).map(VerifierCode::id).iterator();
        }
    }

    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CODE|WORDS",
            description = "a code such as V012, or words that a kernel used",
            completionCandidates = Codes.class)
    private String wanted;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<VerifierCode> codes = Arrays.asList(VerifierCode.values());
        if (wanted == null) {
            list(codes);
            return ExitCode.DONE;
        }
        List<VerifierCode> named =
                codes.stream().filter(c -> c.id().equalsIgnoreCase(wanted)).toList();
        List<CodePage> pages =
                (named.isEmpty() ? codes : named)
                        .stream().map(CodePage::of).flatMap(Optional::stream).toList();
        List<CodePage> found = named.isEmpty() ? pages.stream().filter(this::fits).toList() : pages;
        switch (found.size()) {
            case 0 -> throw unknown();
            case 1 -> found.getFirst().lines(console).forEach(console.out()::println);
            default -> list(found.stream().map(p -> (VerifierCode) p.code()).toList());
        }
        return ExitCode.DONE;
    }

    /// A code that there is not is a slip, and no word to look for.
    private boolean fits(CodePage page) {
        return !wanted.matches("[A-Za-z][0-9]*") && page.mentions(wanted);
    }

    private void list(List<VerifierCode> codes) {
        Table table = new Table("ll");
        codes.forEach(c -> table.row(c.id(), c.title()));
        table.lines("").forEach(console.out()::println);
    }

    private ParameterException unknown() {
        List<String> ids = Arrays.stream(VerifierCode.values()).map(VerifierCode::id).toList();
        List<String> near = Suggestions.of(wanted.toUpperCase(Locale.ROOT), ids);
        String hint =
                near.isEmpty()
                        ? "; skep explain lists all codes"
                        : "; did you mean " + String.join(" or ", near) + "?";
        return new ParameterException(
                spec.commandLine(), "no page explains '" + wanted + "'" + hint);
    }
}
