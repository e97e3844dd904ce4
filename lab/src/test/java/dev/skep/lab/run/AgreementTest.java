package dev.skep.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.lab.run.Agreement.Finding;
import dev.skep.lab.run.Agreement.Generator;
import dev.skep.lab.run.Comparison.Opponent;
import dev.skep.linux.KernelHost;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// Generated programs give the same in every engine. `docs/compiler.md` says how to run many more.
class AgreementTest {
    private static final long FIRST = 5_000_000;

    @Test
    void computationsAreTheSameCompiled(TestReporter reporter) {
        agree(reporter, Generator.COMPUTATIONS, 1_000, Opponent.COMPILER, 950);
    }

    @Test
    void programsNearTheBorderAreTheSameCompiled(TestReporter reporter) {
        agree(reporter, Generator.VERDICTS, 1_000, Opponent.COMPILER, 50);
    }

    @Test
    void computationsAreTheSameOnceTheyAreHot(TestReporter reporter) {
        agree(reporter, Generator.COMPUTATIONS, 5, Opponent.HOT_COMPILER, 4);
    }

    @Test
    void computationsAreTheSameInTheKernel(TestReporter reporter) {
        demandKernel();
        agree(reporter, Generator.COMPUTATIONS, 150, Opponent.KERNEL, 70);
    }

    @Test
    void programsNearTheBorderAreTheSameInTheKernel(TestReporter reporter) {
        demandKernel();
        agree(reporter, Generator.VERDICTS, 500, Opponent.KERNEL, 20);
    }

    private static void demandKernel() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
    }

    private static void agree(
            TestReporter reporter,
            Generator generator,
            int programs,
            Opponent opponent,
            long least) {
        Agreement run = Agreement.run(generator, FIRST, FIRST + programs, opponent);
        reporter.publishEntry(generator + " " + opponent, run.table());
        assertEquals(
                "",
                run.findings().stream()
                        .map(AgreementTest::words)
                        .collect(Collectors.joining("\n")));
        assertTrue(run.agreed() >= least, run::table);
    }

    private static String words(Finding finding) {
        return "seed " + finding.trial().seed() + ": " + finding.words();
    }
}
