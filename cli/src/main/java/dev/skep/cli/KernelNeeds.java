package dev.skep.cli;

import dev.skep.object.BpfObject;
import dev.skep.object.Extern;
import dev.skep.program.Program;
import java.util.Set;
import java.util.stream.Collectors;

/// What objects and programs ask of a kernel's types. Reading those of a whole kernel takes longer
/// than verifying most programs, so that it is done for those that need it only.
final class KernelNeeds {
    private KernelNeeds() {}

    /// The kernel functions and variables that the object can do without.
    static Set<String> dispensable(BpfObject object) {
        return object.externs().stream()
                .filter(Extern::weak)
                .map(Extern::name)
                .collect(Collectors.toSet());
    }

    /// Whether a verifier is likely to need the types for this program.
    static boolean typed(Program program) {
        return !program.kernelNames().isEmpty()
                || switch (program.type()) {
                    case TRACING, LSM, STRUCT_OPS, EXT, RAW_TRACEPOINT_WRITABLE -> true;
                    case SOCKET_FILTER,
                            KPROBE,
                            SCHED_CLS,
                            SCHED_ACT,
                            TRACEPOINT,
                            XDP,
                            PERF_EVENT,
                            CGROUP_SKB,
                            CGROUP_SOCK,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            SOCK_OPS,
                            SK_SKB,
                            CGROUP_DEVICE,
                            SK_MSG,
                            RAW_TRACEPOINT,
                            CGROUP_SOCK_ADDR,
                            LWT_SEG6LOCAL,
                            LIRC_MODE2,
                            SK_REUSEPORT,
                            FLOW_DISSECTOR,
                            CGROUP_SYSCTL,
                            CGROUP_SOCKOPT,
                            SK_LOOKUP,
                            SYSCALL,
                            NETFILTER ->
                            false;
                };
    }
}
