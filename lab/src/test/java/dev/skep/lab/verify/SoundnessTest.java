package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What the verifier accepts, the interpreter runs.
class SoundnessTest {
    @Test
    void acceptedProgramsRunWithoutTrapsAndAsTheVerifierExpects() {
        Soundness.Result result = Soundness.run(2_000_000, 2_002_000);
        assertTrue(result.programs() > 100, () -> "programs: " + result.programs());
        assertEquals(List.of(), result.traps());
    }
}
