package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.RefusedCall;

/// Tracepoints with their raw arguments.
public final class RawTracepoint {
    private RawTracepoint() {}

    /// Attaches `program` to the tracepoint of that name: `sched_switch`, without its category.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, String name) {
        try {
            return new KernelLink(
                    "raw_tracepoint", name, Links.rawTracepoint(program.fileDescriptor(), name));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(
                    "raw_tracepoint",
                    name,
                    program,
                    e,
                    "the kernel's tracepoints are in /sys/kernel/tracing/available_events");
        }
    }
}
