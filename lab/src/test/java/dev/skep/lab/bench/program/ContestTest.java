package dev.skep.lab.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static final Effort EFFORT =
            new Effort(3, Duration.ofNanos(1_000), Duration.ZERO, Duration.ofSeconds(1));

    private static Outcome hold(Runner... runners) throws IOException {
        return new Contest(List.of(runners), EFFORT).hold(Catalogue.named("fnv"), ProgramType.XDP);
    }

    @Test
    void whatACallCostsIsTakenOff() throws IOException {
        Outcome outcome = hold(new ScriptedRunner(Kind.KERNEL, 7, 41));
        Lane.Times times = assertInstanceOf(Lane.Times.class, outcome.lanes().get(Kind.KERNEL));
        assertEquals(40, times.net().median(), 1e-9);
        assertEquals(1, times.call().median(), 1e-9);
        assertEquals(3, times.net().values().size());
        assertEquals(WarmUp.End.STEADY, times.warmUp().end());
    }

    @Test
    void ratiosAreAgainstTheKernel() throws IOException {
        Outcome outcome =
                hold(
                        new ScriptedRunner(Kind.INTERPRETER, 7, 81),
                        new ScriptedRunner(Kind.KERNEL, 7, 41));
        assertEquals(2, outcome.ratio(Kind.INTERPRETER).orElseThrow(), 1e-9);
        assertEquals(1, outcome.ratio(Kind.KERNEL).orElseThrow(), 1e-9);
    }

    @Test
    void aWrongResultIsNotTimed() throws IOException {
        Outcome outcome =
                hold(
                        new ScriptedRunner(Kind.COMPILER, 8, 11),
                        new ScriptedRunner(Kind.INTERPRETER, 7, 81));
        Lane.Wrong wrong = assertInstanceOf(Lane.Wrong.class, outcome.lanes().get(Kind.COMPILER));
        assertTrue(wrong.difference().contains("[8, 8, 8, 8, 8]"), wrong.difference());
        assertInstanceOf(Lane.Times.class, outcome.lanes().get(Kind.INTERPRETER));
        assertTrue(outcome.wrong());
    }

    @Test
    void aMissingRunnerIsSkippedWithItsReason() throws IOException {
        Outcome outcome = hold(new UserSpaceRunner(), new ScriptedRunner(Kind.KERNEL, 7, 41));
        Lane.Skipped skipped =
                assertInstanceOf(Lane.Skipped.class, outcome.lanes().get(Kind.USER_SPACE));
        assertTrue(skipped.reason().length() > 10, skipped.reason());
        assertTrue(outcome.ratio(Kind.USER_SPACE).isEmpty());
    }
}
