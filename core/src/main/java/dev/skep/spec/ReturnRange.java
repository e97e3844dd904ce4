package dev.skep.spec;

import java.util.Optional;
import java.util.Set;

/// The values that a program may return, both included. Linux refuses programs that could return
/// others.
public record ReturnRange(int least, int most) {
    private static final ReturnRange ZERO = new ReturnRange(0, 0);
    private static final ReturnRange ONE = new ReturnRange(1, 1);
    private static final ReturnRange BIT = new ReturnRange(0, 1);
    private static final ReturnRange TWO_BITS = new ReturnRange(0, 3);

    /// What the hook of a security module returns.
    public enum HookResult {
        /// Nothing.
        VOID,
        /// Zero, or a negative errno.
        ERROR,
        /// Whether or not. Such hooks are declared as `int`, too: [#resultOf] knows them.
        BOOLEAN
    }

    /// Hooks whose `int` is a truth value, as Linux 6.12 and 7.2 have them.
    private static final Set<String> BOOLEAN_HOOKS =
            Set.of(
                    "bpf_lsm_inode_xattr_skipcap",
                    "bpf_lsm_audit_rule_known",
                    "bpf_lsm_xfrm_state_pol_flow_match");

    private static final ReturnRange ERRORS = new ReturnRange(-4095, 0);

    /// Whether `value` is allowed.
    public boolean contains(long value) {
        return least <= value && value <= most;
    }

    /// What the kernel says about a register that holds something between `smallest` and `largest`
    /// instead.
    ///
    /// @param place where it is returned: `At program exit`, `At callback return`, `At async
    ///   callback return`, `At subprogram exit`
    /// @param register `R0`, or `R1` of `bpf_throw`
    public String kernelSays(String place, String register, long smallest, long largest) {
        String low = smallest > Long.MIN_VALUE ? " smin=" + smallest : "";
        String high = largest < Long.MAX_VALUE ? " smax=" + largest : "";
        String value = low.isEmpty() && high.isEmpty() ? " unknown scalar value" : low + high;
        return "%s the register %s has%s should have been in %s"
                .formatted(place, register, value, this);
    }

    /// The range for a program of a security module's hook; empty where any value will do.
    public static Optional<ReturnRange> ofHook(AttachType attach, HookResult result) {
        boolean cgroup = attach == AttachType.LSM_CGROUP;
        return Optional.ofNullable(
                switch (result) {
                    case VOID -> cgroup ? ONE : null;
                    case ERROR -> cgroup ? BIT : ERRORS;
                    case BOOLEAN -> BIT;
                });
    }

    /// What the hook `function` (`bpf_lsm_file_open`) returns, which its type alone does not say.
    ///
    /// @param returnsNothing whether it is declared as `void`
    public static HookResult resultOf(String function, boolean returnsNothing) {
        if (returnsNothing) {
            return HookResult.VOID;
        }
        return BOOLEAN_HOOKS.contains(function) ? HookResult.BOOLEAN : HookResult.ERROR;
    }

    /// Whether only the lower 32 bits of what a program returns have to be in range.
    public static boolean lowerHalfCounts(ProgramType type, AttachType attach) {
        return type == ProgramType.LSM && attach == AttachType.LSM_MAC;
    }

    /// The range for a function that is handed to `helper` as a callback; empty for other helpers.
    public static Optional<ReturnRange> ofCallback(Helper helper) {
        return Optional.ofNullable(
                switch (helper.name()) {
                    case "loop", "for_each_map_elem", "find_vma", "user_ringbuf_drain" -> BIT;
                    case "timer_set_callback" -> ZERO;
                    default -> null;
                });
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

    /// The range for a function that is handed to a kernel function as a callback; empty for kernel
    /// functions that take none.
    public static Optional<ReturnRange> ofCallback(Kfunc kfunc) {
        boolean callback = kfunc.arguments().stream().anyMatch(a -> a.kind() == KfuncKind.CALLBACK);
        boolean tree = kfunc.name().equals("bpf_rbtree_add_impl");
        return callback ? Optional.of(tree ? BIT : ZERO) : Optional.empty();
    }

    @Override
    public String toString() {
        return "[%d, %d]".formatted(least, most);
    }
}
