package dev.skep.spec;

import java.util.EnumSet;
import java.util.Set;

/// Which attach types programs may expect, as Linux 6.18 checks it before it looks at the code.
final class AttachRules {
    /// The number 0, which says nothing.
    private static final AttachType NONE = AttachType.CGROUP_INET_INGRESS;

    private static final Set<AttachType> SOCKET =
            EnumSet.of(
                    NONE,
                    AttachType.CGROUP_INET_SOCK_CREATE,
                    AttachType.CGROUP_INET_SOCK_RELEASE,
                    AttachType.CGROUP_INET4_POST_BIND,
                    AttachType.CGROUP_INET6_POST_BIND);

    private static final Set<AttachType> TRACING =
            EnumSet.of(
                    AttachType.TRACE_RAW_TP,
                    AttachType.TRACE_FENTRY,
                    AttachType.TRACE_FEXIT,
                    AttachType.MODIFY_RETURN,
                    AttachType.TRACE_ITER);

    private static final Set<AttachType> ADDRESS =
            EnumSet.of(
                    AttachType.CGROUP_INET4_BIND,
                    AttachType.CGROUP_INET6_BIND,
                    AttachType.CGROUP_INET4_CONNECT,
                    AttachType.CGROUP_INET6_CONNECT,
                    AttachType.CGROUP_UNIX_CONNECT,
                    AttachType.CGROUP_UDP4_SENDMSG,
                    AttachType.CGROUP_UDP6_SENDMSG,
                    AttachType.CGROUP_UNIX_SENDMSG,
                    AttachType.CGROUP_UDP4_RECVMSG,
                    AttachType.CGROUP_UDP6_RECVMSG,
                    AttachType.CGROUP_UNIX_RECVMSG,
                    AttachType.CGROUP_INET4_GETPEERNAME,
                    AttachType.CGROUP_INET6_GETPEERNAME,
                    AttachType.CGROUP_UNIX_GETPEERNAME,
                    AttachType.CGROUP_INET4_GETSOCKNAME,
                    AttachType.CGROUP_INET6_GETSOCKNAME,
                    AttachType.CGROUP_UNIX_GETSOCKNAME);

    private AttachRules() {}

    static boolean accepts(ProgramType type, AttachType attach) {
        return switch (type) {
            case CGROUP_SKB ->
                    attach == AttachType.CGROUP_INET_INGRESS
                            || attach == AttachType.CGROUP_INET_EGRESS;
            case CGROUP_SOCK -> SOCKET.contains(attach);
            case CGROUP_SOCK_ADDR -> ADDRESS.contains(attach);
            case CGROUP_SOCKOPT ->
                    attach == AttachType.CGROUP_GETSOCKOPT
                            || attach == AttachType.CGROUP_SETSOCKOPT;
            case SK_REUSEPORT ->
                    attach == NONE
                            || attach == AttachType.SK_REUSEPORT_SELECT
                            || attach == AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE;
            case SK_LOOKUP -> attach == AttachType.SK_LOOKUP;
            case NETFILTER -> attach == AttachType.NETFILTER;
            case SYSCALL, EXT -> attach == NONE;
            case TRACING -> TRACING.contains(attach);
            case LSM -> attach == AttachType.LSM_MAC || attach == AttachType.LSM_CGROUP;
            case SOCKET_FILTER,
                    KPROBE,
                    SCHED_CLS,
                    SCHED_ACT,
                    TRACEPOINT,
                    XDP,
                    PERF_EVENT,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    LWT_SEG6LOCAL,
                    LIRC_MODE2,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    STRUCT_OPS ->
                    true;
        };
    }
}
