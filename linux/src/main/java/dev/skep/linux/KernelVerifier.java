package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.Operand;
import dev.skep.isa.RawInsn;
import dev.skep.isa.Width;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Capabilities;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LoadReply;
import dev.skep.linux.sys.ProgramAttributes;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The verifier of the running kernel. It loads programs and drops them at once; nothing is
/// attached, nothing runs. The maps and types that programs need are created on the way and kept
/// for the next ones until this is closed. For one thread at a time.
public final class KernelVerifier implements AutoCloseable {
    /// What to do where bpf(2) cannot be used.
    static final String REMEDY =
            "run as root, or with CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN, on Linux, outside of"
                    + " sandboxes that forbid bpf(2)";

    /// Linux 6.0.
    private static final int EVERY_KIND = 6 << 16;

    private final Bpf bpf;
    private final KernelObjects objects;
    private final KernelTypes kernel = new KernelTypes();

    private KernelVerifier(Bpf bpf) {
        this.bpf = bpf;
        this.objects = new KernelObjects(bpf, olderTypes(new RunningKernel()));
    }

    /// Kernels that know every kind of types are taken at their word.
    private static List<Set<BtfKind>> olderTypes(RunningKernel kernel) {
        return kernel.version() < EVERY_KIND ? KernelObjects.OLDER_KERNELS : List.of();
    }

    /// Why this process cannot ask the kernel, in words for people; empty if it can.
    public static Optional<String> obstacle() {
        return obstacle(Loader.PRIVILEGED);
    }

    /// Why this process cannot ask the kernel about programs of that loader; empty if it can.
    public static Optional<String> obstacle(Loader loader) {
        Optional<String> none = Bpf.obstacle();
        if (none.isPresent()) {
            return none;
        }
        Bytecode passing =
                Bytecode.of(
                        List.of(
                                new Insn.Alu(AluOp.MOV, Width.W64, 0, new Operand.Immediate(0)),
                                new Insn.Exit()));
        Program program = Program.of("passing", ProgramType.SOCKET_FILTER, passing);
        MemoryLimit.lift(new RunningKernel());
        try (KernelVerifier verifier = new KernelVerifier(Bpf.ofThisMachine())) {
            KernelVerdict verdict =
                    verifier.verify(
                            program, InsnEncoder.raw(program.code()), loader, LogDetail.STATISTICS);
            return verdict.accepted()
                    ? Optional.empty()
                    : Optional.of(loader.refusal() + reason(verdict.errno(), loader));
        }
    }

    private static String reason(int errno, Loader loader) {
        String name = RefusedCall.describe(errno);
        return switch (Errno.ofNumber(errno).orElse(Errno.EINVAL)) {
            case EPERM, EACCES -> loader == Loader.PRIVILEGED ? name + ", " + Rights.cause() : name;
            case ENOSYS -> name + ", the kernel is built without bpf(2), or a sandbox hides it";
            default -> name;
        };
    }

    /// The verifier of this kernel.
    ///
    /// @throws KernelException if it cannot be asked, for the reason that [#obstacle] gives
    public static KernelVerifier open() {
        demandUsable();
        return new KernelVerifier(Bpf.ofThisMachine());
    }

    /// @throws KernelException for the reason that [#obstacle] gives, if there is one
    static void demandUsable() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw unusable(obstacle.get());
        }
    }

    static KernelException unusable(String obstacle) {
        return new KernelException(Diagnostic.of(KernelCode.UNUSABLE, obstacle).fix(REMEDY), 0);
    }

    /// The kernel's types; empty if it does not publish them.
    ///
    /// @throws java.io.UncheckedIOException if they cannot be read
    public Optional<Btf> kernelTypes() {
        return kernel.get();
    }

    /// Asks the kernel what it thinks of a program, as this process may load it.
    ///
    /// @throws KernelException if it does not come to that: if the kernel refuses a map or the
    ///   types, or lacks what the program is loaded for
    public KernelVerdict verify(Program program, LogDetail detail) {
        return verify(program, InsnEncoder.raw(program.code()), Loader.PRIVILEGED, detail);
    }

    /// Asks the kernel what it thinks of a program with `code` in the place of its own: code that
    /// need not be decodable.
    ///
    /// @throws KernelException as [#verify(Program, LogDetail)] does
    public KernelVerdict verify(
            Program program, List<RawInsn> code, Loader loader, LogDetail detail) {
        ProgramRequest.demandType(program);
        Optional<ProgramAttributes.Types> types = objects.types(program);
        ProgramAttributes attributes =
                ProgramRequest.of(
                        program,
                        code,
                        types,
                        index ->
                                objects.map(
                                        index,
                                        program.maps().get(index),
                                        types.map(ProgramAttributes.Types::btf)),
                        Optional.empty(),
                        kernel::get);
        LoadReply reply = load(attributes, loader, detail);
        reply.program().ifPresent(Descriptor::close);
        objects.tidy();
        return KernelVerdict.of(reply);
    }

    private LoadReply load(ProgramAttributes program, Loader loader, LogDetail detail) {
        try {
            return switch (loader) {
                case PRIVILEGED -> bpf.loadProgram(program, detail.level());
                case UNPRIVILEGED ->
                        Capabilities.without(() -> bpf.loadProgram(program, detail.level()));
            };
        } catch (RefusedCall e) {
            throw KernelException.of(KernelCode.UNUSABLE, new Place.Named("this thread"), e);
        }
    }

    @Override
    public void close() {
        objects.close();
    }
}
