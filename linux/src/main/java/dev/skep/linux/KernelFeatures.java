package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.host.Errno;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.linux.Feature.State;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LoadReply;
import dev.skep.linux.sys.ProgramAttributes;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfuncs;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the running kernel can do, found by trying: a harmless program of each type, a map of each
/// type, a call of each helper function. Nothing is attached, nothing runs, nothing stays. What has
/// no harmless trial is looked up among the kernel's types.
public final class KernelFeatures {
    /// What the verifier says of calls that it does not know, or not for programs of this type.
    private static final Pattern UNKNOWN =
            Pattern.compile("unknown#|unknown func|cannot use helper");

    private final Bpf bpf = Bpf.ofThisMachine();
    private final KernelMaps maps = new KernelMaps(bpf);
    private final RunningKernel kernel = new RunningKernel();

    private KernelFeatures() {}

    /// The features of this kernel.
    ///
    /// @throws KernelException if it cannot be asked, for the reason that [KernelHost#obstacle]
    ///   gives
    public static KernelFeatures open() {
        KernelVerifier.demandUsable();
        return new KernelFeatures();
    }

    /// Every type of program.
    public List<Feature> programTypes() {
        return Arrays.stream(ProgramType.values()).map(this::programType).toList();
    }

    /// Every type of map.
    public List<Feature> mapTypes() {
        return Arrays.stream(MapType.values()).map(this::mapType).toList();
    }

    /// Every helper function: whether programs of some type may call it.
    public List<Feature> helpers() {
        return Helpers.all().stream().map(this::helper).toList();
    }

    /// Every kernel function that programs of some type may call, as far as it is known here.
    public List<Feature> kernelFunctions() {
        return kernel.types()
                .map(
                        btf ->
                                Kfuncs.all().stream()
                                        .map(
                                                k ->
                                                        listed(
                                                                "kernel function",
                                                                k.name(),
                                                                btf.find(BtfKind.FUNC, k.name())
                                                                        .isPresent()))
                                        .toList())
                .orElse(List.of());
    }

    /// The kinds of links that it knows.
    public List<Feature> linkTypes() {
        return kernel.types().map(KernelFeatures::linkTypes).orElse(List.of());
    }

    private static List<Feature> linkTypes(Btf btf) {
        String prefix = "BPF_LINK_TYPE_";
        List<Feature> found = new ArrayList<>();
        btf.find(BtfKind.ENUM, "bpf_link_type")
                .ifPresent(
                        id ->
                                ((BtfType.Enum) btf.type(id))
                                        .enumerators().stream()
                                                .map(v -> v.name())
                                                .filter(name -> name.startsWith(prefix))
                                                .filter(name -> !name.endsWith("UNSPEC"))
                                                .map(name -> name.substring(prefix.length()))
                                                .map(name -> name.toLowerCase(Locale.ROOT))
                                                .forEach(
                                                        name ->
                                                                found.add(
                                                                        listed(
                                                                                "link type",
                                                                                name,
                                                                                true))));
        return found;
    }

    private static Feature listed(String group, String name, boolean there) {
        return new Feature(group, name, there ? State.YES : State.NO, "");
    }

    private Feature programType(ProgramType type) {
        LoadReply reply = load(type, usualAttachType(type), code(List.of()));
        reply.program().ifPresent(Descriptor::close);
        String name = type.shortName();
        if (reply.errno() == 0 || knowsBetter(type, reply)) {
            return new Feature("program type", name, State.YES, "");
        }
        boolean forbidden = reply.errno() == Errno.EPERM.number();
        return new Feature(
                "program type",
                name,
                forbidden ? State.FORBIDDEN : State.NO,
                RefusedCall.describe(reply.errno()));
    }

    /// Types whose programs need a target are known if the kernel complains about the target, which
    /// is none here.
    private static boolean knowsBetter(ProgramType type, LoadReply reply) {
        return switch (type) {
            case TRACING, LSM -> reply.log().contains("attach_btf_id");
            case EXT -> reply.log().contains("Cannot replace kernel functions");
            case STRUCT_OPS -> reply.errno() == Errno.ENOTSUPP.number() || !reply.log().isBlank();
            default -> false;
        };
    }

    private Feature mapType(MapType type) {
        Optional<MapDefinition> shape = ProbeShapes.of(type);
        if (shape.isEmpty()) {
            boolean there = programType(ProgramType.STRUCT_OPS).state() == State.YES;
            return listed("map type", type.shortName(), there);
        }
        try (KernelObjects objects = new KernelObjects(bpf, List.of())) {
            maps.create(shape.get(), objects.types(shape.get())).close();
            return listed("map type", type.shortName(), true);
        } catch (RefusedCall e) {
            boolean forbidden = e.errno() == Errno.EPERM.number();
            return new Feature(
                    "map type",
                    type.shortName(),
                    forbidden ? State.FORBIDDEN : State.NO,
                    RefusedCall.describe(e.errno()));
        }
    }

    private Feature helper(Helper helper) {
        boolean forbidden = false;
        for (ProgramType type : helper.programTypes()) {
            if (type == ProgramType.EXT) {
                // Those are what they replace.
                continue;
            }
            for (AttachType attach :
                    helper.attachTypes().getOrDefault(type, Set.of(usualAttachType(type)))) {
                LoadReply reply =
                        load(type, attach, code(List.of(new Insn.CallHelper(helper.id()))));
                reply.program().ifPresent(Descriptor::close);
                forbidden |= reply.errno() == Errno.EPERM.number();
                if (reply.errno() == 0 || verified(reply) && !UNKNOWN.matcher(reply.log()).find()) {
                    return listed("helper", helper.fullName(), true);
                }
            }
        }
        return new Feature(
                "helper",
                helper.fullName(),
                forbidden ? State.FORBIDDEN : State.NO,
                forbidden ? "programs of types that have it may not be loaded" : "");
    }

    /// Whether it came as far as the verifier's walk: the call was looked at.
    private static boolean verified(LoadReply reply) {
        return reply.log().contains("processed");
    }

    private LoadReply load(ProgramType type, AttachType attach, Bytecode code) {
        Program program = Program.of("probe", type, code);
        return bpf.loadProgram(
                new ProgramAttributes(
                        type.id(),
                        attach.id(),
                        type == ProgramType.SYSCALL ? Program.SLEEPABLE : 0,
                        "probe",
                        "GPL",
                        kernel.version(),
                        ProgramRequest.bytes(InsnEncoder.raw(program.code())),
                        Optional.empty(),
                        target(type, attach),
                        Optional.empty(),
                        List.of()),
                LogDetail.STATISTICS.level());
    }

    /// Types that are nothing without an attach type get one.
    private static AttachType usualAttachType(ProgramType type) {
        return switch (type) {
            case CGROUP_SOCK_ADDR -> AttachType.CGROUP_INET4_CONNECT;
            case CGROUP_SOCKOPT -> AttachType.CGROUP_GETSOCKOPT;
            case SK_LOOKUP -> AttachType.SK_LOOKUP;
            case NETFILTER -> AttachType.NETFILTER;
            case TRACING -> AttachType.TRACE_RAW_TP;
            case LSM -> AttachType.LSM_MAC;
            default -> AttachType.CGROUP_INET_INGRESS;
        };
    }

    /// Something that every kernel has, of the kind that the program is loaded for; 1 is no target
    /// of any kind.
    private int target(ProgramType type, AttachType attach) {
        return switch (type) {
            case TRACING ->
                    switch (attach) {
                        case TRACE_RAW_TP -> find(BtfKind.TYPEDEF, "btf_trace_sched_switch");
                        case TRACE_ITER -> find(BtfKind.FUNC, "bpf_iter_task");
                        default -> find(BtfKind.FUNC, "bpf_fentry_test1");
                    };
            case LSM, EXT -> 1;
            default -> 0;
        };
    }

    private int find(BtfKind kind, String name) {
        return kernel.types().map(btf -> btf.find(kind, name).orElse(1)).orElse(1);
    }

    private static Bytecode code(List<Insn> before) {
        List<Insn> all = new ArrayList<>(before);
        all.add(new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Immediate(0)));
        all.add(new Insn.Exit());
        return Bytecode.of(all);
    }
}
