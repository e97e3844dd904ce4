package dev.skep.verify.rule;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.spec.Kfuncs;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;

/// Variables of the kernel that programs name.
final class KernelVariables {
    private static final String PER_CPU = ".data..percpu";

    private final Walk walk;

    KernelVariables(Walk walk) {
        this.walk = walk;
    }

    /// The address of the variable with that id among the program's names; of a function, behind
    /// which nothing can be read.
    Register address(int id) {
        String name = walk.program().kernelNames().getOrDefault(id, "");
        if (Kfuncs.byName(name).isPresent()) {
            return Register.pointer(Kind.MEMORY, Register.READ_ONLY, new Target.Sized(0));
        }
        KernelTypes types = walk.kernelTypes();
        Btf btf = types.btf();
        int variable =
                btf.find(BtfKind.VAR, name)
                        .orElseThrow(() -> walk.undecided("kernel variable " + name));
        checkAddress(name);
        int type = ((BtfType.Variable) types.type(variable)).type();
        if (isPerCpu(types, variable)) {
            return Register.pointer(Kind.BTF, Register.PER_CPU, new Target.Typed(btf, type));
        }
        return types.isComposite(type)
                ? Register.pointer(Kind.BTF, 0, new Target.Typed(btf, type))
                : memory(type, 0);
    }

    /// Kernels can be built without the addresses of their variables.
    private void checkAddress(String name) {
        boolean known =
                walk.options()
                        .symbols()
                        .orElseThrow(() -> walk.undecided("the address of kernel variable " + name))
                        .test(name);
        if (!known) {
            throw walk.refuse(
                    VerifierCode.KERNEL_FIELD,
                    "the kernel does not tell the address of its variable " + name,
                    "ldimm64 failed to find the address for kernel symbol '%s'.".formatted(name));
        }
    }

    /// What `bpf_per_cpu_ptr` and `bpf_this_cpu_ptr` give for a per-CPU variable.
    ///
    /// @param flags of the result
    Register onCpu(Register variable, int flags) {
        Target.Typed typed = (Target.Typed) variable.target();
        return walk.kernelTypes().isComposite(typed.type())
                ? Register.pointer(Kind.BTF, flags, typed)
                : memory(typed.type(), flags);
    }

    private Register memory(int type, int flags) {
        long size = walk.kernelTypes().btf().size(type);
        return Register.pointer(
                Kind.MEMORY, flags | Register.READ_ONLY, new Target.Sized((int) size));
    }

    private static boolean isPerCpu(KernelTypes types, int variable) {
        return types.btf()
                .findAll(PER_CPU)
                .mapToObj(types::type)
                .filter(BtfType.DataSection.class::isInstance)
                .map(BtfType.DataSection.class::cast)
                .anyMatch(
                        section ->
                                section.variables().stream()
                                        .anyMatch(one -> one.variable() == variable));
    }
}
