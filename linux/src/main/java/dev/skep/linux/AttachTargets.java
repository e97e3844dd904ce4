package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
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

    /// The BTF id of the target of `program`, 0 if its type needs none.
    ///
    /// @param replaced the program whose function it replaces
    /// @throws KernelException if the kernel, or that program, has no such thing
    static int idOf(Program program, Optional<Program> replaced, Supplier<Optional<Btf>> kernel) {
        return switch (program.type()) {
            case TRACING ->
                    find(
                            program,
                            kernel,
                            program.attachType() == AttachType.TRACE_RAW_TP.id()
                                    ? BtfKind.TYPEDEF
                                    : BtfKind.FUNC);
            case LSM -> find(program, kernel, BtfKind.FUNC);
            case STRUCT_OPS -> find(program, kernel, BtfKind.STRUCT);
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
