package dev.skep.lab.bench;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FamilyTest {
    @ParameterizedTest
    @EnumSource
    void programsTakeAsManyInstructionsAsWasAskedFor(Family family) {
        for (int size : new int[] {1_000, 10_000, 100_000}) {
            Verdict verdict = Verifier.verify(family.processing(size), VerifierOptions.standard());
            assertInstanceOf(Verdict.Accepted.class, verdict, family + " " + size);
            int processed = verdict.statistics().processed();
            assertTrue(processed > 0.7 * size && processed <= size, family + ": " + processed);
        }
    }
}
