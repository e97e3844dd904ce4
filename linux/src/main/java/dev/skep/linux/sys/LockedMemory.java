package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/// How much memory a process may lock (`RLIMIT_MEMLOCK`). Kernels before 5.11 count maps and
/// programs as such, and the usual limit is soon reached.
public final class LockedMemory {
    private static final int LIMIT = 8;
    private static final int THIS_PROCESS = 0;
    private static final long UNLIMITED = -1;

    private LockedMemory() {}

    /// Lifts the limit of this process.
    ///
    /// @throws RefusedCall if this user may not; what fits the limit works all the same
    public static void unlimited() throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            long limits = arena.allocateFrom(JAVA_LONG, UNLIMITED, UNLIMITED).address();
            SystemCall.PRLIMIT64.demand(THIS_PROCESS, LIMIT, limits, 0);
        }
    }
}
