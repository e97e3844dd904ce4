package dev.skep.linux;

import dev.skep.linux.sys.LockedMemory;
import dev.skep.linux.sys.RefusedCall;
import java.util.Optional;

/// The limit of locked memory (`RLIMIT_MEMLOCK`), which kernels before 5.11 hold maps and programs
/// against.
final class MemoryLimit {
    /// Linux 5.11, which no longer counts them.
    private static final int COUNTS_ITSELF = 5 << 16 | 11 << 8;

    private MemoryLimit() {}

    /// Lifts it where it matters.
    ///
    /// @return why it stays: what is small fits all the same, and the refusal of others names it
    static Optional<RefusedCall> lift(RunningKernel kernel) {
        if (kernel.version() < COUNTS_ITSELF) {
            try {
                LockedMemory.unlimited();
            } catch (RefusedCall e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }
}
