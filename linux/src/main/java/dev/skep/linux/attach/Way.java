package dev.skep.linux.attach;

import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;

/// How programs of a kind come to run: which class attaches them, and what to name.
public sealed interface Way {
    /// [Attachment] attaches them, and so does `skep attach`.
    ///
    /// @param hook the class that does
    /// @param target what to name, as `skep attach --help` writes it; empty where the program says
    ///   it
    record Named(Class<?> hook, String target) implements Way {}

    /// A class of this package or of [dev.skep.linux.KernelHost] attaches them, from a program of
    /// the caller's own.
    ///
    /// @param hook the class that does
    /// @param because why nobody can attach them from outside
    record InProcess(Class<?> hook, String because) implements Way {}

    /// They are not attached.
    ///
    /// @param because how they run, or why they do not
    record Otherwise(String because) implements Way {}

    /// How programs of `type` that expect to be attached as `attachType` come to run.
    ///
    /// @param attachType the expected attach type's number, 0 if none
    /// @param section the name of the section that they came from; may be empty
    static Way of(ProgramType type, int attachType, String section) {
        return switch (type) {
            case XDP -> ofXdp(attachType);
            case SCHED_CLS ->
                    new Named(isNetkit(attachType) ? Netkit.class : Tcx.class, "INTERFACE");
            case SCHED_ACT ->
                    new Otherwise(
                            "an action belongs to a classifier of a queueing discipline, which Skep"
                                    + " does not make; a classifier of its own decides as much:"
                                    + " SEC(\"tc\")");
            case CGROUP_SKB,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT ->
                    new Named(CgroupHook.class, "CGROUP");
            case TRACEPOINT -> new Named(Tracepoint.class, "CATEGORY/TRACEPOINT");
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE ->
                    new Named(RawTracepoint.class, "TRACEPOINT");
            case TRACING ->
                    attachType == AttachType.TRACE_ITER.id()
                            ? new Named(KernelIterator.class, "MAP or CGROUP")
                            : new Named(Tracing.class, "");
            case LSM ->
                    attachType == AttachType.LSM_CGROUP.id()
                            ? new Named(CgroupHook.class, "CGROUP")
                            : new Named(Tracing.class, "");
            case KPROBE -> ofProbe(section);
            case PERF_EVENT -> new Named(PerfSampling.class, "FREQUENCY");
            case SK_LOOKUP, FLOW_DISSECTOR -> new Named(NetworkNamespace.class, "NAMESPACE");
            case NETFILTER -> new Named(Netfilter.class, "FAMILY/HOOK/PRIORITY");
            case SK_MSG, SK_SKB -> new Named(SocketMap.class, "MAP");
            case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> new Named(Lwt.class, "ROUTE");
            case LIRC_MODE2 -> new Named(InfraredRemote.class, "DEVICE");
            case STRUCT_OPS -> new Named(StructOpsHook.class, "");
            case SOCKET_FILTER ->
                    new InProcess(SocketFilter.class, "a socket's owner attaches them to it");
            case SK_REUSEPORT ->
                    new InProcess(
                            Reuseport.class, "the owner of the sockets of a port attaches them");
            case EXT ->
                    new InProcess(
                            Tracing.class,
                            "they replace a function of a program of the caller:"
                                    + " KernelHost.loadExtension");
            case SYSCALL -> new Otherwise("they run on demand: LoadedProgram.test");
        };
    }

    private static Way ofXdp(int attachType) {
        boolean redirected =
                attachType == AttachType.XDP_DEVMAP.id()
                        || attachType == AttachType.XDP_CPUMAP.id();
        return redirected
                ? new Otherwise(
                        "they run for packets that are redirected through a map: its element names"
                                + " them, behind the interface or the length of the queue")
                : new Named(Xdp.class, "INTERFACE");
    }

    private static boolean isNetkit(int attachType) {
        return attachType == AttachType.NETKIT_PRIMARY.id()
                || attachType == AttachType.NETKIT_PEER.id();
    }

    private static Way ofProbe(String section) {
        String name = section.startsWith("?") ? section.substring(1) : section;
        if (name.startsWith("usdt")) {
            return new Named(Usdt.class, "FILE:PROVIDER:PROBE");
        }
        return name.startsWith("u")
                ? new Named(Uprobe.class, "FILE:FUNCTION")
                : new Named(Kprobe.class, "FUNCTION");
    }
}
