package dev.skep.verify.rule;

import dev.skep.spec.ProgramType;
import java.util.Set;

/// Which programs may use the packet through pointers, and which helpers take such pointers.
final class PacketPermission {
    /// Helpers that take pointers into the packet where they take memory. Asked of Linux 6.18.
    private static final Set<Integer> HELPERS =
            Set.of(1, 2, 3, 28, 84, 85, 87, 88, 89, 99, 100, 110, 195, 204, 205, 206, 207);

    private PacketPermission() {}

    static boolean allowsHelper(ProgramType type, int helper) {
        return type == ProgramType.CGROUP_SOCKOPT || reads(type) && HELPERS.contains(helper);
    }

    static boolean reads(ProgramType type) {
        return switch (type) {
            case LWT_IN,
                    LWT_OUT,
                    LWT_SEG6LOCAL,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SKB,
                    SCHED_CLS,
                    SCHED_ACT,
                    XDP,
                    LWT_XMIT,
                    SK_SKB,
                    SK_MSG,
                    CGROUP_SOCKOPT ->
                    true;
            case SOCKET_FILTER,
                    KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LIRC_MODE2,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    SK_LOOKUP,
                    SYSCALL,
                    NETFILTER ->
                    false;
        };
    }

    static boolean writes(ProgramType type) {
        boolean readOnly =
                Set.of(
                                ProgramType.LWT_IN,
                                ProgramType.LWT_OUT,
                                ProgramType.LWT_SEG6LOCAL,
                                ProgramType.SK_REUSEPORT,
                                ProgramType.FLOW_DISSECTOR,
                                ProgramType.CGROUP_SKB)
                        .contains(type);
        return reads(type) && !readOnly;
    }
}
