package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Sections in which the kernel does not free what programs look at, does not take the CPU away
/// from them, or does not interrupt them. In the JVM memory stays as long as a run may touch it,
/// and no program can tell whether it was interrupted: there is nothing to do.
final class Sections {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "bpf_rcu_read_lock", Sections::nothing,
                    "bpf_rcu_read_unlock", Sections::nothing,
                    "bpf_preempt_disable", Sections::nothing,
                    "bpf_preempt_enable", Sections::nothing,
                    "bpf_local_irq_save", Sections::save,
                    "bpf_local_irq_restore", Sections::nothing);

    private Sections() {}

    private static long nothing(Execution run, long r1, long r2, long r3, long r4, long r5) {
        return 0;
    }

    /// Interrupts were on.
    private static long save(Execution run, long flags, long r2, long r3, long r4, long r5) {
        OffHeap.putLong(flags, 1);
        return 0;
    }
}
