package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.spec.TargetNames;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Finds what programs are loaded for among the kernel's types: some program types name a function
/// or type of the kernel by its BTF id already when they are loaded (`attach_btf_id`).
///
/// How the kernel spells the names is in `Documentation/bpf/libbpf/program_types.rst` and its BTF.
final class AttachTargets {
    private AttachTargets() {}

    /// What the kernel is told of the target of a program.
    ///
    /// @param id its BTF id, 0 if the program's type needs none
    /// @param attachType the expected attach type; of the members of a structure their number
    record Target(int id, int attachType) {}

    /// The target of `program`.
    ///
    /// @param replaced the program whose function it replaces
    /// @throws KernelException if the kernel, or that program, has no such thing
    static Target of(Program program, Optional<Program> replaced, Supplier<Optional<Btf>> kernel) {
        return program.type() == ProgramType.STRUCT_OPS
                ? member(program, kernel)
                : new Target(idOf(program, replaced, kernel), program.attachType());
    }

    private static Target member(Program program, Supplier<Optional<Btf>> kernel) {
        String[] parts = program.attachTarget().split("\\.");
        if (parts.length != 2) {
            throw unused(program);
        }
        StructOpsTypes types =
                StructOpsTypes.of(
                        parts[0],
                        KernelProgram.place(program),
                        kernel.get().orElseThrow(() -> missing(program, parts[0], false)));
        int member =
                types.member(parts[1])
                        .orElseThrow(() -> missing(program, program.attachTarget(), true));
        return new Target(types.id(), member);
    }

    private static KernelException unused(Program program) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.TARGET,
                                "the program implements no member of a structure of the kernel")
                        .at(KernelProgram.place(program))
                        .because("programs of type struct_ops are loaded for one")
                        .fix(
                                "name it in a variable of the structure's type in"
                                        + " SEC(\".struct_ops.link\")"),
                0);
    }

    private static int idOf(
            Program program, Optional<Program> replaced, Supplier<Optional<Btf>> kernel) {
        return switch (program.type()) {
            case TRACING ->
                    find(
                            program,
                            kernel,
                            program.attachType() == AttachType.TRACE_RAW_TP.id()
                                    ? BtfKind.TYPEDEF
                                    : BtfKind.FUNC);
            case LSM -> find(program, kernel, BtfKind.FUNC);
            case EXT -> replacedFunction(program, replaced);
            case SOCKET_FILTER,
                    KPROBE,
                    SCHED_CLS,
                    SCHED_ACT,
                    TRACEPOINT,
                    XDP,
                    PERF_EVENT,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    RAW_TRACEPOINT,
                    CGROUP_SOCK_ADDR,
                    LWT_SEG6LOCAL,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    RAW_TRACEPOINT_WRITABLE,
                    CGROUP_SOCKOPT,
                    SK_LOOKUP,
                    SYSCALL,
                    STRUCT_OPS,
                    NETFILTER ->
                    0;
        };
    }

    private static int replacedFunction(Program program, Optional<Program> replaced) {
        String name = program.attachTarget();
        return replaced.flatMap(Program::btf)
                .map(btf -> btf.find(BtfKind.FUNC, name))
                .orElse(OptionalInt.empty())
                .orElseThrow(
                        () ->
                                new KernelException(
                                        Diagnostic.of(
                                                        KernelCode.TARGET,
                                                        "there is no function %s to replace"
                                                                .formatted(
                                                                        name.isEmpty()
                                                                                ? "named"
                                                                                : name))
                                                .at(KernelProgram.place(program))
                                                .fix(
                                                        "load it with KernelHost.loadExtension,"
                                                                + " for a program with types that"
                                                                + " has that global function"),
                                        0));
    }

    private static int find(Program program, Supplier<Optional<Btf>> kernel, BtfKind kind) {
        String name =
                TargetNames.prefix(program.type(), program.attachType()) + program.attachTarget();
        OptionalInt id = kernel.get().map(btf -> btf.find(kind, name)).orElse(OptionalInt.empty());
        return id.orElseThrow(() -> missing(program, name, kernel.get().isPresent()));
    }

    private static KernelException missing(Program program, String name, boolean typed) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.TARGET,
                                "%s is not among the kernel's types".formatted(name))
                        .at(new Place.Named("program " + program.name()))
                        .because(
                                typed
                                        ? "programs of type %s are loaded for one of them"
                                                .formatted(program.type().shortName())
                                        : "this kernel does not publish its types")
                        .fix(
                                typed
                                        ? "name a target that this kernel has"
                                        : "use a kernel that is built with"
                                                + " CONFIG_DEBUG_INFO_BTF"),
                0);
    }
}
