package dev.skep.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.lab.verify.KernelAnswer;
import dev.skep.lab.verify.RecordingKernel;
import dev.skep.lab.verify.RunningTypes;
import dev.skep.lab.verify.VerifyCase;
import dev.skep.object.KernelSymbols;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every code has a page, and what the pages show is true. `-Dskep.golden=rewrite` writes the list
/// of pages anew.
class VerifierPagesTest {
    private static final String HEAD =
            """
            # The verifier's rules

            A page for each code, with a program that is accepted and one that is rejected. `skep explain CODE` prints them. How to ask the verifier is told in [verify.md](../verify.md).

            | code | what it means |
            |---|---|
            """;

    /// The pages of rules: one that tells what is not known has no examples.
    static List<VerifierPage> rules() throws IOException {
        return VerifierPage.all().stream()
                .filter(p -> !p.code().equals(VerifierCode.UNDECIDED.id()))
                .toList();
    }

    @Test
    void everyCodeHasAPageAndEveryPageACode() throws IOException {
        List<String> titles =
                Arrays.stream(VerifierCode.values())
                        .map(c -> "# " + c.id() + ": " + c.title())
                        .sorted()
                        .toList();
        assertEquals(
                String.join("\n", titles),
                String.join(
                        "\n", VerifierPage.all().stream().map(VerifierPage::firstLine).toList()));
    }

    @Test
    void theListNamesEveryPage() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (VerifierCode code : VerifierCode.values()) {
            page.append("| [%s](%s.md) | %s |\n".formatted(code.id(), code.id(), code.title()));
        }
        Path list = VerifierPage.FOLDER.resolve("README.md");
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.writeString(list, page);
        }
        assertEquals(page.toString(), Files.readString(list));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void examplesReadTheSameWhenTheyArePrinted(VerifierPage page) {
        for (String kind : List.of("accepted", "rejected")) {
            for (VerifyCase example : page.examples(kind, KernelSymbols.none())) {
                VerifyCase again = VerifyCase.parse(example.print()).getFirst();
                assertEquals(example.print(), again.print());
                assertEquals(example.program().code(), again.program().code());
                assertEquals(example.program().subprograms(), again.program().subprograms());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void acceptedExamplesAreAccepted(VerifierPage page) {
        List<VerifyCase> examples = page.examples("accepted", KernelSymbols.none());
        assertTrue(!examples.isEmpty(), page.code() + " shows no accepted program");
        for (VerifyCase example : examples) {
            Verdict verdict = decided(example);
            assertInstanceOf(
                    Verdict.Accepted.class, verdict, () -> example.name() + ": " + verdict);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rejectedExamplesAreRejectedWithThisCode(VerifierPage page) {
        List<VerifyCase> examples = page.examples("rejected", KernelSymbols.none());
        assertTrue(!examples.isEmpty(), page.code() + " shows no rejected program");
        for (VerifyCase example : examples) {
            Verdict verdict = decided(example);
            Verdict.Rejected rejected =
                    assertInstanceOf(
                            Verdict.Rejected.class, verdict, () -> example.name() + ": " + verdict);
            assertEquals(page.code(), rejected.diagnostic().code().id(), example.name());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theKernelSaysTheSameInTheWordsOfThePage(VerifierPage page) {
        List<String> wrong = new ArrayList<>();
        try (RecordingKernel kernel = RecordingKernel.open()) {
            for (VerifyCase example : page.examples("accepted", kernel.symbols())) {
                kernel.ask(example)
                        .filter(answer -> !answer.accepted())
                        .ifPresent(a -> wrong.add(example.name() + " is rejected: " + a.message()));
            }
            for (VerifyCase example : page.examples("rejected", kernel.symbols())) {
                kernel.ask(example).ifPresent(a -> check(page, example, a, wrong));
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void check(
            VerifierPage page, VerifyCase example, KernelAnswer answer, List<String> wrong) {
        if (answer.accepted()) {
            wrong.add(example.name() + " is accepted");
        } else if (!answer.message().isEmpty() && !page.wordings().contains(answer.message())) {
            wrong.add("the page does not list: " + answer.message());
        }
    }

    /// The verdict; what the verifier does not know yet is skipped, with its name.
    private static Verdict decided(VerifyCase example) {
        Verdict verdict =
                Verifier.verify(example.program(), RunningTypes.options().as(example.privilege()));
        if (verdict instanceof Verdict.Undecided undecided) {
            Assumptions.abort(example.name() + " is undecided: " + undecided.construct());
        }
        return verdict;
    }
}
