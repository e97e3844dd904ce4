package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
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
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.TypeImage;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The verifier of the running kernel. It loads programs and drops them at once; nothing is
/// attached, nothing runs. The maps and types that programs need are created on the way and kept
/// for the next ones until this is closed. For one thread at a time.
public final class KernelVerifier implements AutoCloseable {
    private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final int WIDE_LOAD = 0x18;

    private final Bpf bpf;
    private final KernelObjects objects;
    private Optional<Btf> kernel;

    private KernelVerifier(Bpf bpf) {
        this.bpf = bpf;
        this.objects = new KernelObjects(bpf);
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
        try (KernelVerifier verifier = new KernelVerifier(Bpf.ofThisMachine())) {
            KernelVerdict verdict =
                    verifier.verify(
                            program, InsnEncoder.raw(program.code()), loader, LogDetail.STATISTICS);
            return verdict.accepted()
                    ? Optional.empty()
                    : Optional.of(loader.refusal() + RefusedCall.describe(verdict.errno()));
        }
    }

    /// The verifier of this kernel.
    ///
    /// @throws KernelException if it cannot be asked, for the reason that [#obstacle] gives
    public static KernelVerifier open() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.UNUSABLE, obstacle.get())
                            .fix("run as root, or with CAP_BPF and CAP_PERFMON, on Linux"),
                    0);
        }
        return new KernelVerifier(Bpf.ofThisMachine());
    }

    /// The kernel's types; empty if it does not publish them.
    ///
    /// @throws UncheckedIOException if they cannot be read
    public Optional<Btf> kernelTypes() {
        if (kernel == null) {
            try {
                kernel =
                        Files.isReadable(KERNEL_TYPES)
                                ? Optional.of(Btf.parse(Files.readAllBytes(KERNEL_TYPES)))
                                : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kernel;
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
        Place place = new Place.Named("program " + program.name());
        if (program.type() == null) {
            throw new KernelException(
                    Diagnostic.of(
                                    KernelCode.TYPE,
                                    "section %s names no program type".formatted(program.section()))
                            .at(place)
                            .fix("say what type it is"),
                    0);
        }
        Optional<TypeImage> image = TypeImage.of(program, ByteOrder.nativeOrder());
        Optional<Descriptor> types = image.map(i -> objects.types(i.btf(), place));
        int target = AttachTargets.idOf(program, this::kernelTypes);
        ProgramAttributes attributes =
                new ProgramAttributes(
                        program.type().id(),
                        program.attachType(),
                        program.flags(),
                        program.name(),
                        program.license(),
                        program.kernelVersion(),
                        bytes(withDescriptors(program, code, types)),
                        types.map(
                                btf ->
                                        new ProgramAttributes.Types(
                                                btf,
                                                image.orElseThrow().functions(),
                                                image.orElseThrow().lines())),
                        target,
                        List.of());
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

    private List<RawInsn> withDescriptors(
            Program program, List<RawInsn> code, Optional<Descriptor> types) {
        List<RawInsn> patched = new ArrayList<>(code);
        for (int slot = 0; slot + 1 < code.size(); slot++) {
            RawInsn insn = code.get(slot);
            if (insn.opcode() == WIDE_LOAD) {
                boolean known = insn.imm() >= 0 && insn.imm() < program.maps().size();
                if (known && insn.src() == ImmediateKind.MAP_INDEX.ordinal()) {
                    patched.set(slot, naming(ImmediateKind.MAP_FD, insn, program, types));
                } else if (known && insn.src() == ImmediateKind.MAP_INDEX_VALUE.ordinal()) {
                    patched.set(slot, naming(ImmediateKind.MAP_FD_VALUE, insn, program, types));
                }
                slot++;
            }
        }
        return patched;
    }

    private RawInsn naming(
            ImmediateKind kind, RawInsn insn, Program program, Optional<Descriptor> types) {
        MapDefinition map = program.maps().get(insn.imm());
        int descriptor = objects.map(insn.imm(), map, types).number();
        return new RawInsn(insn.opcode(), insn.dst(), kind.ordinal(), insn.offset(), descriptor);
    }

    private static byte[] bytes(List<RawInsn> code) {
        byte[] bytes = new byte[code.size() * RawInsn.BYTES];
        for (int slot = 0; slot < code.size(); slot++) {
            code.get(slot).write(bytes, slot * RawInsn.BYTES, ByteOrder.nativeOrder());
        }
        return bytes;
    }

    @Override
    public void close() {
        objects.close();
    }
}
