package dev.skep.spec;

import java.util.List;
import java.util.Map;

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

    private static final Map<Integer, String> LIGHTWEIGHT_TUNNEL =
            Map.of(0, "BPF_OK", 2, "BPF_DROP", 7, "BPF_REDIRECT", 128, "BPF_LWT_REROUTE");

    private static final Map<Integer, String> FLOW_DISSECTOR =
            Map.of(0, "BPF_OK", 2, "BPF_DROP", 129, "BPF_FLOW_DISSECTOR_CONTINUE");

    private ReturnNames() {}

    static String of(ProgramType type, int value) {
        return switch (type) {
            case XDP -> name(XDP, value, value);
            case SCHED_CLS, SCHED_ACT -> name(TRAFFIC_CONTROL, value + 1, value);
            case SK_SKB, SK_MSG, SK_REUSEPORT, SK_LOOKUP -> name(SOCKET, value, value);
            case NETFILTER -> name(NETFILTER, value, value);
            case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL ->
                    LIGHTWEIGHT_TUNNEL.getOrDefault(value, Integer.toString(value));
            case FLOW_DISSECTOR -> FLOW_DISSECTOR.getOrDefault(value, Integer.toString(value));
            case SOCKET_FILTER,
                    KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LIRC_MODE2,
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
