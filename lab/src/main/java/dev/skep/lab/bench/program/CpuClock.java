package dev.skep.lab.bench.program;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// How much CPU time this thread has had: other processes on the same cores add nothing to it, as
/// they would to the time of day. A call into the kernel counts.
final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuClock() {}

    /// Nanoseconds since the thread began.
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
