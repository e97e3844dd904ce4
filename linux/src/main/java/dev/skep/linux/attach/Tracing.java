package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.RefusedCall;

/// What is attached where it was loaded for: entries and exits of kernel functions (`fentry`,
/// `fexit`, `fmod_ret`), typed tracepoints (`tp_btf`), hooks of security modules (`lsm`) and
/// functions of other programs (`freplace`).
public final class Tracing {
    private Tracing() {}

    /// Attaches `program` to its target.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program) {
        String target = program.program().attachTarget();
        try {
            return new KernelLink(
                    "tracing", target, Links.rawTracepoint(program.fileDescriptor(), ""));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(
                    "tracing",
                    target,
                    program,
                    e,
                    "entries and exits of functions take a kernel with ftrace and BPF trampolines");
        }
    }
}
