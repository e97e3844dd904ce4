package dev.skep.lab.bench.program;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// How a program was run until its speed no longer changed: until the slowest of the last few
/// batches took at most a tenth longer than the fastest and this JVM's compiler finished nothing
/// meanwhile, after a least time.
///
/// @param times how many runs make a batch of the wanted length at that speed
/// @param millis how much CPU time it took
/// @param end how it ended
record WarmUp(int times, long millis, End end) {
    private static final int LOOKED_AT_IN_JVM = 8;
    private static final int LOOKED_AT_ELSEWHERE = 3;
    private static final double TOLERANCE = 1.1;
    private static final int MOST_TIMES = 100_000_000;
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    /// Whether it got there.
    enum End {
        /// The speed was steady.
        STEADY,
        /// The time was up before.
        TIME_IS_UP
    }

    private record Batch(double nanos, long compiled) {}

    /// Warms up.
    static WarmUp of(Kind kind, Runner.Session session, Effort effort) throws IOException {
        long wanted = effort.batch().toNanos();
        long least = kind.inJvm() ? effort.leastWarmUp().toNanos() : 0;
        int lookedAt = kind.inJvm() ? LOOKED_AT_IN_JVM : LOOKED_AT_ELSEWHERE;
        Deque<Batch> last = new ArrayDeque<>();
        long spent = 0;
        int times = 1;
        while (spent < effort.mostWarmUp().toNanos()) {
            long nanos = Math.max(1, session.nanos(times));
            spent += nanos;
            if (nanos > wanted / 2) {
                last.addLast(new Batch((double) nanos / times, compiled()));
                if (last.size() > lookedAt) {
                    last.removeFirst();
                }
            }
            times = times(wanted, nanos, times);
            if (spent > least && last.size() == lookedAt && steady(last)) {
                return new WarmUp(times, millis(spent), End.STEADY);
            }
        }
        return new WarmUp(times, millis(spent), End.TIME_IS_UP);
    }

    /// How many milliseconds the compiler has worked; 0 in a virtual machine without one.
    static long compiled() {
        return COMPILER == null ? 0 : COMPILER.getTotalCompilationTime();
    }

    private static boolean steady(Deque<Batch> last) {
        return last.getFirst().compiled == last.getLast().compiled
                && steady(last.stream().map(Batch::nanos).toList());
    }

    /// Whether these times are as good as the same.
    static boolean steady(List<Double> nanos) {
        return Collections.max(nanos) <= TOLERANCE * Collections.min(nanos);
    }

    /// The same, not steady if what came after was not.
    WarmUp followedBy(End after) {
        return new WarmUp(times, millis, after == End.TIME_IS_UP ? after : end);
    }

    /// How many runs would have taken `wanted` nanoseconds, where `times` took `nanos`; at most ten
    /// times as many, as the next may be slower.
    private static int times(long wanted, long nanos, int times) {
        double fitting = Math.min((double) times * wanted / nanos, times * 10.0);
        return (int) Math.clamp(fitting, 1, MOST_TIMES);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
