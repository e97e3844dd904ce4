package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Code;
import dev.skep.diag.TrapException;
import dev.skep.program.Program;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever the program, the JVM goes on: a run ends in a value or a trap.
class RandomProgramsTest {
    private static final int ROUNDS = 30_000;
    private static final long FUEL = 2_000;

    @Test
    void randomInstructionsEndInAValueOrATrap() {
        long seed = new Random().nextLong();
        RandomCode random = new RandomCode(new Random(seed));
        Set<TrapCode> traps = EnumSet.noneOf(TrapCode.class);
        int ended = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String where = "seed " + seed + ", program " + i;
            try {
                run(Program.of("random", null, random.next()));
                ended++;
            } catch (TrapException trap) {
                assertNotNull(trap.diagnostic().place(), where);
                Code code = trap.diagnostic().code();
                traps.add((TrapCode) code);
            } catch (RuntimeException | StackOverflowError wrong) {
                throw new AssertionError(where, wrong);
            }
        }
        assertTrue(ended > ROUNDS / 1000, "hardly any program ended, seed " + seed);
        assertTrue(traps.size() > 5, "only " + traps + ", seed " + seed);
    }

    private static void run(Program program) {
        new Interpreter(program, HelperLibrary.NONE, RunOptions.defaults().withFuel(FUEL))
                .run(new byte[64], Environment.repeatable(1));
    }
}
