package dev.skep.linux.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Errno;
import org.junit.jupiter.api.Test;

/// The limit of locked memory, which newer kernels do not need lifted.
class LockedMemoryTest {
    @Test
    void theLimitIsLiftedOrTheKernelSaysNo() {
        assumeTrue(SystemCall.obstacle().isEmpty(), "this is no Linux");
        try {
            LockedMemory.unlimited();
        } catch (RefusedCall e) {
            assertEquals(Errno.EPERM.number(), e.errno());
        }
    }
}
