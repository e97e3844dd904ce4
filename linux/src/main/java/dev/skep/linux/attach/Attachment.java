package dev.skep.linux.attach;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelProgram;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Attaches a program where its section says, and otherwise where somebody wants it.
///
/// What a target looks like depends on the type of the program:
///
/// | type | target |
/// |---|---|
/// | `xdp`, `sched_cls` | an interface: `eth0` |
/// | `cgroup_*`, `sock_ops` | a folder of the cgroup v2 file system |
/// | `tracepoint` | `syscalls/sys_enter_execve` |
/// | `raw_tracepoint` | `sched_switch` |
/// | `kprobe` | `do_nanosleep+8`; of a uprobe `/bin/bash:readline`, or a number for the function; of many and of sessions `a,b` or `tcp_*` |
/// | `kprobe` in a section `usdt` | `/usr/lib/libjvm.so:hotspot:gc__begin` |
/// | `perf_event` | samples for each second: `99` |
/// | `netfilter` | `ipv4/local_in/-128` |
/// | `sk_lookup`, `flow_dissector` | a file such as `/run/netns/blue`; empty for this namespace |
/// | `sk_msg`, `sk_skb` | the name of a map of sockets |
/// | `lwt_*` | a route: `10.0.0.0/24 dev eth0`, `local 10.0.0.1/32 dev lo` |
/// | `lirc_mode2` | a receiver: `/dev/lirc0` |
/// | `tracing`, `lsm` | none: they are loaded for one; of iterators over elements the name of a map, over control groups a folder, and `lsm_cgroup` takes a folder |
/// | `struct_ops` | none: the structure is attached as a whole, by [StructOpsHook] |
public final class Attachment {
    private static final int USUAL_FREQUENCY = 99;

    private final KernelObject object;
    private final KernelProgram program;
    private final String target;
    private final Xdp.Mode mode;

    /// Without the mark of those that are loaded on request only.
    private final String section;

    private final int process;

    private Attachment(
            KernelObject object, KernelProgram program, String target, Xdp.Mode mode, int process) {
        this.object = object;
        this.program = program;
        this.target = target.isEmpty() ? program.program().attachTarget() : target;
        this.mode = mode;
        this.section = program.program().section().replaceFirst("^\\?", "");
        this.process = process;
    }

    /// Attaches `program`.
    ///
    /// @param object which it belongs to
    /// @param target as the table above says; empty for what its section says
    /// @param mode of XDP programs
    /// @param process of probes in processes; 0 for all
    /// @return the links: several where every CPU has one
    /// @throws KernelException if the kernel refuses, or programs of this type are not attached
    ///   this way
    public static List<Link> attach(
            KernelObject object, KernelProgram program, String target, Xdp.Mode mode, int process) {
        return new Attachment(object, program, target, mode, process).attach();
    }

    private List<Link> attach() {
        Program loaded = program.program();
        switch (Way.of(loaded.type(), loaded.attachType(), loaded.section())) {
            case Way.Named _ -> {}
            case Way.InProcess way ->
                    throw notThisWay(loaded, way.because() + ": " + way.hook().getCanonicalName());
            case Way.Otherwise way -> throw notThisWay(loaded, way.because());
        }
        return switch (loaded.type()) {
            case XDP -> List.of(Xdp.attach(program, Interfaces.index(demanded("eth0")), mode));
            case SCHED_CLS -> List.of(trafficControl());
            case CGROUP_SKB,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    CGROUP_DEVICE,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT ->
                    List.of(CgroupHook.attach(program, Path.of(demanded("/sys/fs/cgroup/web"))));
            case TRACEPOINT ->
                    List.of(Tracepoint.attach(program, demanded("syscalls/sys_enter_execve")));
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE ->
                    List.of(RawTracepoint.attach(program, demanded("sched_switch")));
            case TRACING ->
                    List.of(
                            loaded.attachType() == AttachType.TRACE_ITER.id()
                                    ? iterator()
                                    : Tracing.attach(program));
            case LSM ->
                    List.of(
                            loaded.attachType() == AttachType.LSM_CGROUP.id()
                                    ? CgroupHook.attach(program, Path.of(given("a cgroup")))
                                    : Tracing.attach(program));
            case KPROBE -> section.startsWith("usdt") ? userProbes() : List.of(probe());
            case PERF_EVENT -> sampling();
            case SK_LOOKUP, FLOW_DISSECTOR ->
                    List.of(
                            target.isEmpty()
                                    ? NetworkNamespace.attach(program)
                                    : NetworkNamespace.attach(program, Path.of(target)));
            case NETFILTER -> List.of(netfilter());
            case SK_MSG, SK_SKB ->
                    List.of(SocketMap.attach(program, object.map(demanded("sockets"))));
            case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL ->
                    List.of(Lwt.attach(program, Route.parse(demanded("10.0.0.0/24 dev eth0"))));
            // What they are part of is attached as a whole: StructOpsHook.
            case STRUCT_OPS -> List.of();
            case LIRC_MODE2 ->
                    List.of(InfraredRemote.attach(program, Path.of(demanded("/dev/lirc0"))));
            case SCHED_ACT, SOCKET_FILTER, SK_REUSEPORT, EXT, SYSCALL ->
                    throw new IllegalStateException("refused above: " + loaded.type());
        };
    }

    private Link trafficControl() {
        int ifindex = Interfaces.index(demanded("eth0"));
        int type = program.program().attachType();
        if (type == AttachType.NETKIT_PRIMARY.id() || type == AttachType.NETKIT_PEER.id()) {
            return Netkit.attach(program, ifindex, new Tcx.Position.Last());
        }
        Tcx.Direction direction =
                type == AttachType.TCX_EGRESS.id() ? Tcx.Direction.EGRESS : Tcx.Direction.INGRESS;
        try {
            return Tcx.attach(program, ifindex, direction, new Tcx.Position.Last());
        } catch (KernelException e) {
            if (e.errno() != Errno.EINVAL.number()) {
                throw e;
            }
            // Kernels before 6.6.
            return Clsact.attach(program, ifindex, direction);
        }
    }

    /// Iterators over elements need a map, those over control groups may be given one.
    private Link iterator() {
        String over = program.program().attachTarget();
        return switch (over) {
            case "bpf_map_elem", "bpf_sk_storage_map" ->
                    KernelIterator.attach(program, object.map(given("a map")));
            case "cgroup" -> KernelIterator.attach(program, Path.of(given("a folder of cgroup2")));
            default -> KernelIterator.attach(program);
        };
    }

    /// A target that somebody named: the section says something else.
    private String given(String what) {
        if (target.equals(program.program().attachTarget())) {
            throw wrong(what);
        }
        return target;
    }

    private Link probe() {
        boolean session = section.contains(".session");
        boolean multi = section.contains(".multi");
        ProbePoint point =
                section.startsWith("kret") || section.startsWith("uret")
                        ? ProbePoint.RETURN
                        : ProbePoint.ENTRY;
        if (!section.startsWith("u")) {
            String place =
                    kernelFunction(
                            demanded("do_nanosleep"), section, System.getProperty("os.arch"));
            int plus = place.indexOf('+');
            String function = plus < 0 ? place : place.substring(0, plus);
            if (session) {
                return Kprobe.attachSession(program, functions(place));
            }
            return multi
                    ? Kprobe.attachToAll(program, functions(place), point)
                    : Kprobe.attach(
                            program,
                            function,
                            plus < 0 ? 0 : number(place.substring(plus + 1)),
                            point);
        }
        String place = demanded("/bin/bash:readline");
        int colon = place.lastIndexOf(':');
        if (colon < 0) {
            throw wrong("FILE:FUNCTION, such as /bin/bash:readline");
        }
        Path file = Path.of(place.substring(0, colon));
        String functions = place.substring(colon + 1);
        if (session) {
            return Uprobe.attachSession(program, file, offsets(file, functions), process);
        }
        return multi
                ? Uprobe.attachToAll(program, file, offsets(file, functions), point, process)
                : Uprobe.attach(program, file, offset(file, functions), point, process);
    }

    private List<Long> offsets(Path file, String functions) {
        List<Long> offsets = new ArrayList<>();
        for (String function : functions.split(",")) {
            if (NamePattern.isPattern(function)) {
                offsets.addAll(ExecutableFile.open(file).offsets(NamePattern.of(function)));
            } else {
                offsets.add(offset(file, function));
            }
        }
        return offsets;
    }

    private static List<String> functions(String names) {
        return Arrays.stream(names.split(","))
                .flatMap(
                        name ->
                                NamePattern.isPattern(name)
                                        ? Kprobe.functions(NamePattern.of(name)).stream()
                                        : Stream.of(name))
                .toList();
    }

    /// System calls have a name of their own in each kind of machine (since Linux 4.17).
    ///
    /// @param machine as `os.arch` names it
    static String kernelFunction(String name, String section, String machine) {
        if (!section.startsWith("ksyscall") && !section.startsWith("kretsyscall")) {
            return name;
        }
        return switch (machine) {
            case "aarch64" -> "__arm64_sys_" + name;
            case "riscv64" -> "__riscv_sys_" + name;
            default -> "__x64_sys_" + name;
        };
    }

    private List<Link> userProbes() {
        String[] parts = demanded("/usr/lib/libjvm.so:hotspot:gc__begin").split(":");
        if (parts.length != 3) {
            throw wrong("FILE:PROVIDER:PROBE, such as /usr/lib/libjvm.so:hotspot:gc__begin");
        }
        return Usdt.attach(object, program, Path.of(parts[0]), parts[1], parts[2], process);
    }

    private long offset(Path file, String function) {
        if (function.matches("0x[0-9a-fA-F]+|[0-9]+")) {
            return number(function);
        }
        int plus = function.indexOf('+');
        ExecutableFile executable = ExecutableFile.open(file);
        return plus < 0
                ? executable.offset(function)
                : executable.offset(function.substring(0, plus))
                        + number(function.substring(plus + 1));
    }

    private List<Link> sampling() {
        int frequency = target.isEmpty() ? USUAL_FREQUENCY : (int) number(target);
        List<Link> links = new ArrayList<>();
        try {
            for (int cpu : KernelHost.onlineCpus()) {
                links.add(PerfSampling.attach(program, cpu, frequency));
            }
            return links;
        } catch (RuntimeException e) {
            links.forEach(Link::close);
            throw e;
        }
    }

    private Link netfilter() {
        String[] parts = demanded("ipv4/local_in/-128").toUpperCase(Locale.ROOT).split("/");
        try {
            return Netfilter.attach(
                    program,
                    Netfilter.Family.valueOf(parts[0]),
                    Netfilter.Point.valueOf(parts[1]),
                    parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            throw wrong("FAMILY/HOOK/PRIORITY, such as ipv4/local_in/-128");
        }
    }

    private String demanded(String example) {
        if (target.isEmpty()) {
            throw wrong("a target such as " + example);
        }
        return target;
    }

    private long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException _) {
            throw wrong("a number, and not " + text);
        }
    }

    private KernelException wrong(String form) {
        Program loaded = program.program();
        return new KernelException(
                Diagnostic.of(
                                KernelCode.NO_TARGET,
                                "programs of type %s take %s"
                                        .formatted(loaded.type().shortName(), form))
                        .at(new Place.Named("program " + loaded.name()))
                        .fix("name it: skep attach OBJECT --to TARGET"),
                0);
    }

    private static KernelException notThisWay(Program loaded, String because) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.ATTACH,
                                "programs of type %s are not attached from outside"
                                        .formatted(loaded.type().shortName()))
                        .at(new Place.Named("program " + loaded.name()))
                        .because(because),
                0);
    }
}
