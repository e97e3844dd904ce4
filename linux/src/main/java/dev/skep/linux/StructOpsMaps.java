package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Bpf;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.StructOps;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Creates maps of type `struct_ops`.
final class StructOpsMaps {
    /// `BPF_F_LINK`: what is registered belongs to a link.
    private static final int LINK = 1 << 13;

    private final Bpf bpf;
    private final Supplier<Optional<Btf>> kernel;

    StructOpsMaps(Bpf bpf, Supplier<Optional<Btf>> kernel) {
        this.bpf = bpf;
        this.kernel = kernel;
    }

    /// What the running kernel knows of a structure.
    ///
    /// @throws KernelException if it knows nothing
    static StructOpsTypes types(StructOps struct, Supplier<Optional<Btf>> kernel) {
        return StructOpsTypes.of(
                struct.structure(),
                StructOpsValue.place(struct),
                kernel.get().orElseThrow(() -> untyped(struct)));
    }

    /// Creates the map of `struct`, with its value at hand.
    ///
    /// @param types those of the object, loaded
    /// @param programs the descriptor of a program by its name
    /// @throws KernelException if the two structures do not fit together, or the kernel refuses
    KernelStructOps create(
            StructOps struct, Optional<Descriptor> types, ToIntFunction<String> programs) {
        StructOpsTypes found = types(struct, kernel);
        byte[] value = StructOpsValue.of(struct, found, programs);
        Descriptor own = types.orElseThrow(() -> untyped(struct));
        try {
            Descriptor map =
                    bpf.createStructOps(
                            struct.name(),
                            found.valueSize(),
                            struct.linked() ? LINK : 0,
                            own,
                            found.valueId());
            return new KernelStructOps(struct, map, value);
        } catch (RefusedCall e) {
            throw refused(struct, e);
        }
    }

    private static KernelException refused(StructOps struct, RefusedCall refusal) {
        boolean permission =
                refusal.errno() == Errno.EPERM.number() || refusal.errno() == Errno.EACCES.number();
        Diagnostic diagnostic =
                Diagnostic.of(KernelCode.STRUCT_OPS, refusal.getMessage())
                        .at(StructOpsValue.place(struct))
                        .because("its map cannot be created");
        return new KernelException(
                diagnostic.fix(
                        permission
                                ? "run as root, or with CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN"
                                : struct.linked()
                                        ? "links of such structures take Linux 6.4; without them"
                                                + " declare it in SEC(\".struct_ops\")"
                                        : "such structures take Linux 5.6 with CONFIG_BPF_JIT"),
                refusal.errno());
    }

    private static KernelException untyped(StructOps struct) {
        return new KernelException(
                Diagnostic.of(
                                KernelCode.STRUCT_OPS,
                                "the layout of struct %s is not known"
                                        .formatted(struct.structure()))
                        .at(StructOpsValue.place(struct))
                        .because("the object or this kernel has no types")
                        .fix("use a kernel with CONFIG_DEBUG_INFO_BTF, and compile with -g"),
                0);
    }
}
