package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.verify.VerifierCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplainCommandTest {
    @ParameterizedTest
    @EnumSource(VerifierCode.class)
    void everyCodeIsExplained(VerifierCode code) {
        CommandLineRun run = CommandLineRun.of("explain", code.id());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().startsWith(code.id() + ": " + code.title() + "\n"), run.out());
    }

    @Test
    void withoutACodeAllAreListed() {
        String out = CommandLineRun.of("explain").out();
        assertEquals(VerifierCode.values().length, out.lines().count());
    }

    @Test
    void capitalsDoNotMatter() {
        assertEquals(
                CommandLineRun.of("explain", "V000").out(),
                CommandLineRun.of("explain", "v000").out());
    }

    @Test
    void wordsOfThePageFindIt() {
        CommandLineRun run = CommandLineRun.of("explain", "does not guess");
        assertTrue(run.out().startsWith("V000: "), run.out() + run.err());
    }

    @Test
    void anUnknownCodeIsAUsageErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("explain", "V00");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("did you mean V000"), run.err());
    }

    @Test
    void linesFitATerminal() {
        String out = CommandLineRun.of("explain", "V000").out();
        assertTrue(out.lines().allMatch(line -> line.length() <= 80), out);
    }
}
