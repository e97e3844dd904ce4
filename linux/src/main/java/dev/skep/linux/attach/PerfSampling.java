package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.PerfEvent;

/// Samples by the clock: a program of type `perf_event` runs many times a second on a CPU, whatever
/// runs there.
public final class PerfSampling {
    private PerfSampling() {}

    /// Attaches `program` to the clock of a CPU.
    ///
    /// @param frequency samples for each second; the kernel has a limit
    ///   (`kernel.perf_event_max_sample_rate`)
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, int cpu, int frequency) {
        return Probing.attach(
                "perf_event",
                "clock of CPU %d, %d times a second".formatted(cpu, frequency),
                program,
                0,
                () -> PerfEvent.clock(cpu, frequency),
                "");
    }
}
