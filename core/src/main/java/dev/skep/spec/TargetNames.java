package dev.skep.spec;

/// How the kernel's types spell what a program is loaded for (`attach_btf_id`): sections leave the
/// first part of those names out.
///
/// The source is `Documentation/bpf/libbpf/program_types.rst`, and the kernel's own BTF.
public final class TargetNames {
    private TargetNames() {}

    /// What stands in front of a target's name among the kernel's types: `btf_trace_` for typed
    /// tracepoints, `bpf_iter_`, `bpf_lsm_`; empty for programs whose targets have their full names
    /// or that have none.
    ///
    /// @param attachType the expected attach type's number
    public static String prefix(ProgramType type, int attachType) {
        if (type == ProgramType.LSM) {
            return "bpf_lsm_";
        }
        if (type != ProgramType.TRACING) {
            return "";
        }
        if (attachType == AttachType.TRACE_RAW_TP.id()) {
            return "btf_trace_";
        }
        return attachType == AttachType.TRACE_ITER.id() ? "bpf_iter_" : "";
    }
}
