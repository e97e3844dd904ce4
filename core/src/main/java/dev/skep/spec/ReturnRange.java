package dev.skep.spec;

import java.util.Optional;

/// The values that a program may return, both included. Linux refuses programs that could return
/// others.
public record ReturnRange(int least, int most) {
    private static final ReturnRange ZERO = new ReturnRange(0, 0);
    private static final ReturnRange ONE = new ReturnRange(1, 1);
    private static final ReturnRange BIT = new ReturnRange(0, 1);
    private static final ReturnRange TWO_BITS = new ReturnRange(0, 3);

    /// Whether `value` is allowed.
    public boolean contains(int value) {
        return least <= value && value <= most;
    }

    /// The range for programs of `type` that expect to be attached as `attach`; empty where any
    /// value will do, or where the function or structure decides that they are attached to.
    static Optional<ReturnRange> of(ProgramType type, AttachType attach) {
        return Optional.ofNullable(
                switch (type) {
                    case CGROUP_SKB -> attach == AttachType.CGROUP_INET_EGRESS ? TWO_BITS : BIT;
                    case CGROUP_SOCK_ADDR -> ofAddress(attach);
                    case CGROUP_SOCK,
                            SOCK_OPS,
                            CGROUP_DEVICE,
                            CGROUP_SYSCTL,
                            CGROUP_SOCKOPT,
                            SK_LOOKUP,
                            NETFILTER ->
                            BIT;
                    case KPROBE -> session(attach) ? BIT : null;
                    case TRACING -> ofTracing(attach);
                    case SOCKET_FILTER,
                            SCHED_CLS,
                            SCHED_ACT,
                            TRACEPOINT,
                            XDP,
                            PERF_EVENT,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            LWT_SEG6LOCAL,
                            SK_SKB,
                            SK_MSG,
                            RAW_TRACEPOINT,
                            RAW_TRACEPOINT_WRITABLE,
                            LIRC_MODE2,
                            SK_REUSEPORT,
                            FLOW_DISSECTOR,
                            STRUCT_OPS,
                            EXT,
                            LSM,
                            SYSCALL ->
                            null;
                });
    }

    private static boolean session(AttachType attach) {
        return attach == AttachType.TRACE_KPROBE_SESSION
                || attach == AttachType.TRACE_UPROBE_SESSION;
    }

    /// Names of peers and received messages can be changed but not refused; binding may also ask to
    /// skip the check for privileged ports.
    private static ReturnRange ofAddress(AttachType attach) {
        String name = attach.name();
        if (name.contains("RECVMSG") || name.contains("GETPEERNAME") || name.contains("GETSOCK")) {
            return ONE;
        }
        return name.endsWith("_BIND") ? TWO_BITS : BIT;
    }

    private static ReturnRange ofTracing(AttachType attach) {
        if (attach == AttachType.TRACE_FENTRY || attach == AttachType.TRACE_FEXIT) {
            return ZERO;
        }
        return attach == AttachType.TRACE_ITER ? BIT : null;
    }

    @Override
    public String toString() {
        return "[%d, %d]".formatted(least, most);
    }
}
