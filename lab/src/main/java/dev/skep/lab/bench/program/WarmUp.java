package dev.skep.lab.bench.program;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/// How a program was run until its speed no longer changed: until the slowest of the last eight
/// batches took at most a tenth longer than the fastest, but for a tenth of a second at least.
///
/// @param times how many runs make a batch of the wanted length at that speed
/// @param millis how much CPU time it took
/// @param end how it ended
record WarmUp(int times, long millis, End end) {
    private static final int LOOKED_AT = 8;
    private static final double TOLERANCE = 1.1;
    private static final long LEAST_NANOS = 100_000_000;
    private static final int MOST_TIMES = 100_000_000;

    /// Whether it got there.
    enum End {
        /// The speed was steady.
        STEADY,
        /// The time was up before.
        TIME_IS_UP
    }

    /// Warms up.
    ///
    /// @param batchNanos how long a batch should be
    /// @param mostNanos how long the whole may take
    static WarmUp of(Runner.Session session, long batchNanos, long mostNanos) throws IOException {
        Deque<Double> last = new ArrayDeque<>();
        long spent = 0;
        int times = 1;
        while (spent < mostNanos) {
            long nanos = Math.max(1, session.nanos(times));
            spent += nanos;
            if (nanos > batchNanos / 2) {
                last.addLast((double) nanos / times);
                if (last.size() > LOOKED_AT) {
                    last.removeFirst();
                }
                if (spent > LEAST_NANOS && steady(last)) {
                    return new WarmUp(times(batchNanos, nanos, times), millis(spent), End.STEADY);
                }
            }
            times = times(batchNanos, nanos, times);
        }
        return new WarmUp(times, millis(spent), End.TIME_IS_UP);
    }

    private static boolean steady(Deque<Double> last) {
        return last.size() == LOOKED_AT
                && Collections.max(last) <= TOLERANCE * Collections.min(last);
    }

    /// How many runs would have taken `batchNanos`, where `times` took `nanos`; at most ten times
    /// as many, as the next may be slower.
    private static int times(long batchNanos, long nanos, int times) {
        double wanted = (double) times * batchNanos / nanos;
        return (int) Math.clamp(Math.min(wanted, times * 10.0), 1, MOST_TIMES);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
