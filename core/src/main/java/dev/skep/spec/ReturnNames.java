package dev.skep.spec;

import java.util.List;

/// Names of return values, as the kernel's documentation of each hook gives them.
final class ReturnNames {
    private static final List<String> XDP =
            List.of("XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT");

    /// From -1 on.
    private static final List<String> TRAFFIC_CONTROL =
            List.of(
                    "TC_ACT_UNSPEC",
                    "TC_ACT_OK",
                    "TC_ACT_RECLASSIFY",
                    "TC_ACT_SHOT",
                    "TC_ACT_PIPE",
                    "TC_ACT_STOLEN",
                    "TC_ACT_QUEUED",
                    "TC_ACT_REPEAT",
                    "TC_ACT_REDIRECT",
                    "TC_ACT_TRAP");

    private static final List<String> SOCKET = List.of("SK_DROP", "SK_PASS");

    private static final List<String> NETFILTER = List.of("NF_DROP", "NF_ACCEPT");

    private ReturnNames() {}

    static String of(ProgramType type, int value) {
        return switch (type) {
            case XDP -> name(XDP, value, value);
            case SCHED_CLS, SCHED_ACT -> name(TRAFFIC_CONTROL, value + 1, value);
            case SK_SKB, SK_MSG, SK_REUSEPORT, SK_LOOKUP -> name(SOCKET, value, value);
            case NETFILTER -> name(NETFILTER, value, value);
            case SOCKET_FILTER,
                    KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LWT_SEG6LOCAL,
                    LIRC_MODE2,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    CGROUP_SOCKOPT,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    SYSCALL ->
                    Integer.toString(value);
        };
    }

    private static String name(List<String> names, int index, int value) {
        return index >= 0 && index < names.size() ? names.get(index) : Integer.toString(value);
    }
}
