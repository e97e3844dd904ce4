package dev.skep.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lab.verify.VerifyCase;
import dev.skep.linux.KernelVerdict;
import dev.skep.linux.KernelVerifier;
import dev.skep.linux.LogDetail;
import dev.skep.object.KernelSymbols;
import dev.skep.verify.Privilege;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
        Optional<String> obstacle = KernelVerifier.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        String running = System.getProperty("os.version");
        assumeTrue(running.startsWith("6.18"), () -> "pages are of Linux 6.18, this is " + running);
        List<String> wrong = new ArrayList<>();
        try (KernelVerifier kernel = KernelVerifier.open()) {
            KernelSymbols symbols =
                    kernel.kernelTypes().map(KernelSymbols::of).orElse(KernelSymbols.none());
            for (VerifyCase example : privileged(page.examples("accepted", symbols))) {
                KernelVerdict verdict = kernel.verify(example.program(), LogDetail.STATISTICS);
                if (!verdict.accepted()) {
                    wrong.add(example.name() + " is rejected: " + verdict.message());
                }
            }
            for (VerifyCase example : privileged(page.examples("rejected", symbols))) {
                KernelVerdict verdict = kernel.verify(example.program(), LogDetail.STATISTICS);
                if (verdict.accepted()) {
                    wrong.add(example.name() + " is accepted");
                } else if (!verdict.message().isEmpty()
                        && !page.wordings().contains(verdict.message())) {
                    wrong.add("the page does not list: " + verdict.message());
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static List<VerifyCase> privileged(List<VerifyCase> examples) {
        return examples.stream().filter(e -> e.privilege() == Privilege.PRIVILEGED).toList();
    }

    /// The verdict; what the verifier does not know yet is skipped, with its name.
    private static Verdict decided(VerifyCase example) {
        Verdict verdict =
                Verifier.verify(
                        example.program(), VerifierOptions.standard().as(example.privilege()));
        if (verdict instanceof Verdict.Undecided undecided) {
            Assumptions.abort(example.name() + " is undecided: " + undecided.construct());
        }
        return verdict;
    }
}
