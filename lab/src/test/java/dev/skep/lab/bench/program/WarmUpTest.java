package dev.skep.lab.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Effort EFFORT =
            new Effort(1, Duration.ofMillis(10), Duration.ofSeconds(1), Duration.ofSeconds(5));

    /// A program whose run takes so many nanoseconds after so many runs.
    private static final class Changing implements Runner.Session {
        private final LongUnaryOperator nanosAfter;
        private long runs;

        Changing(LongUnaryOperator nanosAfter) {
            this.nanosAfter = nanosAfter;
        }

        @Override
        public int run() {
            return 0;
        }

        @Override
        public long nanos(int times) {
            runs += times;
            return times * nanosAfter.applyAsLong(runs);
        }

        @Override
        public byte[] value(Benchmark.Cell cell) {
            return new byte[0];
        }

        @Override
        public void close() {}
    }

    @Test
    void aBatchIsAsLongAsWanted() throws IOException {
        WarmUp warmUp = WarmUp.of(Kind.KERNEL, new Changing(_ -> 100), EFFORT);
        assertEquals(WarmUp.End.STEADY, warmUp.end());
        assertEquals(100_000, warmUp.times());
    }

    @Test
    void whatRunsInTheVirtualMachineRunsForALeastTime() throws IOException {
        WarmUp warmUp = WarmUp.of(Kind.NATIVE, new Changing(_ -> 100), EFFORT);
        assertTrue(warmUp.millis() < 1_000, warmUp.toString());
        warmUp = WarmUp.of(Kind.COMPILER, new Changing(_ -> 100), EFFORT);
        assertTrue(warmUp.millis() >= 1_000, warmUp.toString());
    }

    @Test
    void aProgramThatGrowsFasterIsNotSteadyBefore() throws IOException {
        WarmUp warmUp =
                WarmUp.of(Kind.KERNEL, new Changing(runs -> runs < 5_000_000 ? 200 : 100), EFFORT);
        assertEquals(WarmUp.End.STEADY, warmUp.end());
        assertTrue(warmUp.times() >= 50_000, warmUp.toString());
    }

    @Test
    void aProgramThatIsNeverSteadyEndsWhenTheTimeIsUp() throws IOException {
        long[] turn = {0};
        WarmUp warmUp =
                WarmUp.of(Kind.KERNEL, new Changing(_ -> turn[0]++ % 2 == 0 ? 100 : 150), EFFORT);
        assertEquals(WarmUp.End.TIME_IS_UP, warmUp.end());
        assertTrue(warmUp.millis() >= 5_000, warmUp.toString());
    }
}
