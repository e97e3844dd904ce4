package dev.skep.spec;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Program types, one row each: what a program can be attached to. The source is the kernel's
/// documentation of `bpf_prog_type` and of each hook.
public enum ProgramType {
    /// `BPF_PROG_TYPE_SOCKET_FILTER`.
    SOCKET_FILTER(
            1,
            "3.19",
            "Looks at packets that a socket receives and says how many bytes of each it shall get."),
    /// `BPF_PROG_TYPE_KPROBE`.
    KPROBE(
            2,
            "4.1",
            "Runs where a probe was set: at a kernel function or at user code (uprobes, USDT)."),
    /// `BPF_PROG_TYPE_SCHED_CLS`.
    SCHED_CLS(
            3,
            "4.1",
            "Classifies packets at the traffic control layer, on their way in or out, and decides what becomes of them."),
    /// `BPF_PROG_TYPE_SCHED_ACT`.
    SCHED_ACT(4, "4.1", "An action of a traffic control classifier."),
    /// `BPF_PROG_TYPE_TRACEPOINT`.
    TRACEPOINT(5, "4.7", "Runs at a tracepoint of the kernel, with its formatted fields."),
    /// `BPF_PROG_TYPE_XDP`.
    XDP(6, "4.8", "Sees packets as the driver receives them, before the network stack."),
    /// `BPF_PROG_TYPE_PERF_EVENT`.
    PERF_EVENT(7, "4.9", "Runs when a perf event overflows: a sampling profiler, for example."),
    /// `BPF_PROG_TYPE_CGROUP_SKB`.
    CGROUP_SKB(8, "4.10", "Lets packets into and out of a control group's sockets, or not."),
    /// `BPF_PROG_TYPE_CGROUP_SOCK`.
    CGROUP_SOCK(9, "4.10", "Runs when a socket of a control group is created, bound or released."),
    /// `BPF_PROG_TYPE_LWT_IN`.
    LWT_IN(
            10,
            "4.10",
            "Runs for received packets that a route with lightweight encapsulation takes."),
    /// `BPF_PROG_TYPE_LWT_OUT`.
    LWT_OUT(11, "4.10", "Runs for sent packets that such a route takes."),
    /// `BPF_PROG_TYPE_LWT_XMIT`.
    LWT_XMIT(
            12,
            "4.10",
            "Runs just before such packets are transmitted; it may encapsulate and redirect."),
    /// `BPF_PROG_TYPE_SOCK_OPS`.
    SOCK_OPS(13, "4.13", "Runs at events in the life of a TCP connection."),
    /// `BPF_PROG_TYPE_SK_SKB`.
    SK_SKB(14, "4.14", "Splits the stream of a socket into messages and redirects them."),
    /// `BPF_PROG_TYPE_CGROUP_DEVICE`.
    CGROUP_DEVICE(15, "4.15", "Allows a control group's access to device files."),
    /// `BPF_PROG_TYPE_SK_MSG`.
    SK_MSG(16, "4.17", "Decides about messages that are sent on a socket."),
    /// `BPF_PROG_TYPE_RAW_TRACEPOINT`.
    RAW_TRACEPOINT(17, "4.17", "Runs at a tracepoint with its raw arguments."),
    /// `BPF_PROG_TYPE_CGROUP_SOCK_ADDR`.
    CGROUP_SOCK_ADDR(
            18, "4.17", "Sees and changes the addresses of bind, connect, sendmsg and the like."),
    /// `BPF_PROG_TYPE_LWT_SEG6LOCAL`.
    LWT_SEG6LOCAL(19, "4.18", "Acts on packets at a segment of a segment-routed path."),
    /// `BPF_PROG_TYPE_LIRC_MODE2`.
    LIRC_MODE2(20, "4.18", "Decodes the pulses of an infrared remote control."),
    /// `BPF_PROG_TYPE_SK_REUSEPORT`.
    SK_REUSEPORT(21, "4.19", "Chooses one of the sockets that share a port."),
    /// `BPF_PROG_TYPE_FLOW_DISSECTOR`.
    FLOW_DISSECTOR(
            22, "4.20", "Finds addresses and ports in packets for the kernel's flow dissector."),
    /// `BPF_PROG_TYPE_CGROUP_SYSCTL`.
    CGROUP_SYSCTL(23, "5.2", "Sees and changes a control group's access to sysctls."),
    /// `BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE`.
    RAW_TRACEPOINT_WRITABLE(
            24,
            "5.2",
            "Runs at a tracepoint with its raw arguments, the first of which it may change."),
    /// `BPF_PROG_TYPE_CGROUP_SOCKOPT`.
    CGROUP_SOCKOPT(
            25,
            "5.3",
            "Sees and changes socket options that a control group's processes set and get."),
    /// `BPF_PROG_TYPE_TRACING`.
    TRACING(
            26,
            "5.5",
            "Runs at the entry or exit of kernel functions, at tracepoints with typed arguments, or as an iterator."),
    /// `BPF_PROG_TYPE_STRUCT_OPS`.
    STRUCT_OPS(
            27,
            "5.6",
            "Implements a structure of function pointers of the kernel, such as a TCP congestion control."),
    /// `BPF_PROG_TYPE_EXT`.
    EXT(28, "5.6", "Replaces a global function of another BPF program."),
    /// `BPF_PROG_TYPE_LSM`.
    LSM(29, "5.7", "Decides at a hook of the Linux security modules."),
    /// `BPF_PROG_TYPE_SK_LOOKUP`.
    SK_LOOKUP(30, "5.9", "Chooses the socket that a new connection or packet goes to."),
    /// `BPF_PROG_TYPE_SYSCALL`.
    SYSCALL(31, "5.14", "Runs on demand from user space and may make bpf(2) calls itself."),
    /// `BPF_PROG_TYPE_NETFILTER`.
    NETFILTER(32, "6.4", "Decides about packets at a netfilter hook.");

    private static final Map<String, ProgramType> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(ProgramType::shortName, Function.identity()));

    private static final Set<ProgramType> WRITE_PACKETS =
            EnumSet.of(XDP, SCHED_CLS, SCHED_ACT, LWT_XMIT, SK_SKB, SK_MSG, CGROUP_SOCKOPT);

    private final int id;
    private final KernelVersion since;
    private final String description;

    ProgramType(int id, String since, String description) {
        this.id = id;
        this.since = KernelVersion.of(since);
        this.description = description;
    }

    /// The kernel's number for it.
    public int id() {
        return id;
    }

    /// The name as libbpf and bpftool print it: `sched_cls`.
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kernel's constant: `BPF_PROG_TYPE_SCHED_CLS`.
    public String kernelName() {
        return "BPF_PROG_TYPE_" + name();
    }

    /// The first release of Linux that has it.
    public KernelVersion since() {
        return since;
    }

    /// What it is for.
    public String description() {
        return description;
    }

    /// The structure that its programs get; empty where that depends on what they attach to.
    public Optional<ContextLayout> context() {
        return ContextLayout.of(this);
    }

    /// Whether the kernel loads programs of this type that expect to be attached as `attach`. Many
    /// types do not look at it: they take any.
    public boolean accepts(AttachType attach) {
        return AttachRules.accepts(this, attach);
    }

    /// Whether such programs may sleep if they ask for it when loaded. Of kernel functions and
    /// hooks only some may be attached to then, and of probes only those in user code.
    public boolean maySleep(AttachType attach) {
        return this == KPROBE
                || this == LSM
                || this == STRUCT_OPS
                || this == SYSCALL
                || this == TRACING && attach != AttachType.TRACE_RAW_TP;
    }

    /// Whether such programs must ask for leave to sleep.
    public boolean mustSleep() {
        return this == SYSCALL;
    }

    /// Whether such programs may write through pointers into their packet (or message, or option).
    public boolean writesPacket() {
        return WRITE_PACKETS.contains(this);
    }

    /// Whether loaders without capabilities may load such programs, where the system lets them.
    public boolean unprivileged() {
        return this == SOCKET_FILTER || this == CGROUP_SKB;
    }

    /// What the value means that its programs return: `XDP_DROP`. Other values are numbers.
    public String returnName(int value) {
        return ReturnNames.of(this, value);
    }

    /// The values that such programs may return if they expect to be attached as `attach`; empty
    /// where any will do, or where that depends on what they are attached to.
    public Optional<ReturnRange> returnRange(AttachType attach) {
        return ReturnRange.of(this, attach);
    }

    /// Whether the JVM host runs such programs.
    public Availability jvm() {
        return Availability.of(
                switch (this) {
                    case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER -> "";
                    case CGROUP_SKB,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            LWT_SEG6LOCAL,
                            FLOW_DISSECTOR,
                            NETFILTER ->
                            "packet hooks beyond XDP, tc and socket filters are not built yet";
                    case SOCK_OPS,
                            SK_SKB,
                            SK_MSG,
                            SK_REUSEPORT,
                            SK_LOOKUP,
                            CGROUP_SOCK,
                            CGROUP_SOCK_ADDR,
                            CGROUP_SOCKOPT ->
                            "socket hooks are not built yet";
                    case KPROBE,
                            TRACEPOINT,
                            PERF_EVENT,
                            RAW_TRACEPOINT,
                            RAW_TRACEPOINT_WRITABLE,
                            TRACING,
                            LSM,
                            EXT,
                            STRUCT_OPS,
                            SYSCALL,
                            CGROUP_DEVICE,
                            CGROUP_SYSCTL,
                            LIRC_MODE2 ->
                            "it hooks into a running kernel";
                });
    }

    /// The type of that number.
    public static Optional<ProgramType> byId(int id) {
        return id >= 1 && id <= values().length ? Optional.of(values()[id - 1]) : Optional.empty();
    }

    /// The type of that short name.
    public static Optional<ProgramType> byName(String shortName) {
        return Optional.ofNullable(BY_NAME.get(shortName));
    }

    /// Every name that a section of programs can have, without what may follow it (`fentry` for
    /// `fentry/do_unlinkat`).
    public static List<String> sections() {
        return SectionTable.names();
    }

    /// What a section name says about the programs in it.
    public static Optional<SectionMatch> ofSection(String section) {
        return SectionTable.match(section);
    }
}
