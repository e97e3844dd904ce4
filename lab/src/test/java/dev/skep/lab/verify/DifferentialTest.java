package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/// The verifier and the running kernel on generated programs.
class DifferentialTest {
    private static final long FIRST = 1_000_000;
    private static final int PROGRAMS = 1_000;

    @Test
    void theVerifierFallsOverNoGeneratedProgram(TestReporter reporter) {
        Optional<String> obstacle = KernelOracle.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        Differential run = Differential.run(FIRST, FIRST + PROGRAMS);
        reporter.publishEntry("differential", run.table());
        assertEquals(PROGRAMS, run.asked());
        assertTrue(
                run.found().keySet().stream().noneMatch(d -> d.kind() == Disagreement.Kind.CRASH),
                run::table);
    }

    @Test
    void generatedProgramsAreNearTheBorder() {
        Optional<String> obstacle = KernelOracle.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        double accepted = Differential.run(0, PROGRAMS).acceptedShare();
        assertTrue(accepted > 0.3 && accepted < 0.6, () -> "accepted: " + accepted);
    }
}
