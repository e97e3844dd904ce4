package dev.skep.verify.rule;

import dev.skep.btf.BtfType;
import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Kfunc;
import dev.skep.spec.KfuncKind;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;
import java.util.List;

/// The arguments of kernel functions: each of the kind that its row names, pointers with the trust
/// that the function's flags demand.
final class KfuncArguments {
    private static final HelperMemory.Use READS = new HelperMemory.Use(false, false, false);
    private static final HelperMemory.Use WRITES = new HelperMemory.Use(true, false, false);

    /// How deep structures of numbers may nest.
    private static final int SCALAR_DEPTH = 4;

    private final Walk walk;
    private final HelperMemory memory;
    private final HelperArguments sizes;

    KfuncArguments(Walk walk) {
        this.walk = walk;
        this.memory = new HelperMemory(walk);
        this.sizes = new HelperArguments(walk);
    }

    /// What the arguments of one call say.
    ///
    /// @param released the register that gives its reference back, 0 for none
    /// @param constant the argument that must be known, 0 without one
    record Facts(int released, long constant) {}

    Facts check(Kfunc kfunc) {
        int released = 0;
        long constant = 0;
        List<Kfunc.Argument> arguments = kfunc.arguments();
        for (int i = 0; i < arguments.size(); i++) {
            KfuncKind kind = arguments.get(i).kind();
            if (kind == KfuncKind.IGNORED || kind == KfuncKind.SIZE) {
                continue;
            }
            int number = i + 1;
            Register register = walk.read(number);
            if (kind == KfuncKind.SCALAR || kind == KfuncKind.CONSTANT) {
                checkNumber(number, register);
                if (kind == KfuncKind.CONSTANT) {
                    constant = constant(number, register);
                }
                continue;
            }
            checkPresent(kfunc, i, register);
            if (register.ref() != 0 && kfunc.has(Kfunc.Flag.RELEASE)) {
                released = number;
            }
            use(kfunc, i, register);
        }
        if (kfunc.has(Kfunc.Flag.RELEASE) && released == 0) {
            throw walk.refuse(
                    VerifierCode.REFERENCE_RELEASE,
                    kfunc.name() + " gives a reference back, and is given none",
                    "release kernel function %s expects refcounted PTR_TO_BTF_ID"
                            .formatted(kfunc.name()));
        }
        return new Facts(released, constant);
    }

    private void checkNumber(int number, Register register) {
        if (!register.isNumber()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "r%d must be a number".formatted(number),
                    "R%d is not a scalar".formatted(number),
                    number);
        }
    }

    private long constant(int number, Register register) {
        if (!register.isConstant()) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "r%d must be a known number".formatted(number),
                    "R%d must be a known constant".formatted(number),
                    number);
        }
        walk.markPrecise(number);
        return register.scalar().constant();
    }

    private static boolean wantsTrust(Kfunc kfunc) {
        return kfunc.has(Kfunc.Flag.TRUSTED_ARGS) || kfunc.has(Kfunc.Flag.RELEASE);
    }

    private static boolean nullable(KfuncKind kind) {
        return kind == KfuncKind.KERNEL_POINTER_OR_NULL || kind == KfuncKind.SIZED_MEMORY_OR_NULL;
    }

    private void checkPresent(Kfunc kfunc, int index, Register register) {
        boolean checked = wantsTrust(kfunc) || kfunc.has(Kfunc.Flag.RCU);
        boolean mayBeNull = register.isZero() || register.isNullable();
        if (checked && mayBeNull && !nullable(kfunc.arguments().get(index).kind())) {
            throw walk.refuse(
                    VerifierCode.NULL_CHECK,
                    "r%d may be NULL".formatted(index + 1),
                    "Possibly NULL pointer passed to trusted arg%d".formatted(index),
                    index + 1);
        }
    }

    private void use(Kfunc kfunc, int index, Register register) {
        int number = index + 1;
        Kfunc.Argument argument = kfunc.arguments().get(index);
        switch (argument.kind()) {
            case CONTEXT -> {
                if (register.kind() != Kind.CONTEXT) {
                    throw walk.refuse(
                            VerifierCode.ARGUMENT_TYPE,
                            "r%d must point to the context".formatted(number),
                            "arg#%d expected pointer to ctx, but got %s"
                                    .formatted(index, Words.kernel(register)),
                            number);
                }
                ContextAccess.checkUnmodified(walk, number, register);
            }
            case KERNEL_POINTER, KERNEL_POINTER_OR_NULL -> {
                if (!register.isZero() || !nullable(argument.kind())) {
                    typed(kfunc, index, register);
                }
            }
            case MEMORY -> {
                checkMemoryPointer(kfunc, register);
                if (!register.isZero()) {
                    memory.check(number, argument.size(), READS);
                    memory.check(number, argument.size(), WRITES);
                }
            }
            case SIZED_MEMORY, SIZED_MEMORY_OR_NULL -> sized(kfunc, number, register);
            default -> throw walk.undecided("kernel function " + kfunc.name());
        }
    }

    private void checkMemoryPointer(Kfunc kfunc, Register register) {
        if (register.kind() == Kind.BTF || register.kind().isSocket() || register.isNullable()) {
            throw walk.undecided(
                    "kernel function %s with this pointer for memory".formatted(kfunc.name()));
        }
    }

    private void sized(Kfunc kfunc, int number, Register register) {
        checkMemoryPointer(kfunc, register);
        Register size = walk.read(number + 1);
        if (!size.isNumber() || register.isZero()) {
            throw walk.undecided("kernel function %s without memory".formatted(kfunc.name()));
        }
        CallFacts facts = new CallFacts();
        sizes.useSize(number + 1, size, ArgumentKind.MEMORY, true, facts);
        sizes.useSize(number + 1, size, ArgumentKind.WRITABLE_MEMORY, true, facts);
    }

    /// The id of a structure of the kernel.
    int struct(Kfunc kfunc, String name) {
        return walk.kernelTypes()
                .struct(name)
                .orElseThrow(() -> walk.undecided("kernel function " + kfunc.name()));
    }

    /// The type that a register points to; 0 if it is no typed pointer, nor as good as one.
    private int typeOf(Kfunc kfunc, Register register) {
        return switch (register.kind()) {
            case BTF -> walk.kernelTypes().btf().resolve(((Target.Typed) register.target()).type());
            case SOCKET -> struct(kfunc, "sock");
            case SOCKET_COMMON -> struct(kfunc, "sock_common");
            case TCP_SOCKET -> struct(kfunc, "tcp_sock");
            case MAP -> struct(kfunc, "bpf_map");
            default -> 0;
        };
    }

    private void typed(Kfunc kfunc, int index, Register register) {
        int number = index + 1;
        KernelTypes types = walk.kernelTypes();
        int wanted = struct(kfunc, kfunc.arguments().get(index).structName());
        int type = typeOf(kfunc, register);
        if (type == 0) {
            throw untyped(kfunc, index, wanted);
        }
        boolean trusted =
                register.kind() != Kind.BTF && !register.isNullable()
                        || KernelPointers.trusted(register);
        checkTrust(kfunc, number, register, trusted);
        boolean releases = kfunc.has(Kfunc.Flag.RELEASE) && register.ref() != 0;
        ContextAccess.checkUnmodified(
                walk, number, register, register.kind() == Kind.BTF && !releases);
        checkFlags(index, register);
        boolean strictly = kfunc.has(Kfunc.Flag.ACQUIRE) || releases || alias(types, type, wanted);
        if (!types.matches(type, register.offset(), wanted, strictly)) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "%s wants a pointer to struct %s in r%d, which points to struct %s"
                            .formatted(
                                    kfunc.name(),
                                    types.btf().name(wanted),
                                    number,
                                    types.btf().name(type)),
                    "kernel function %s args#%d expected pointer to STRUCT %s but R%d has a pointer to %s %s"
                            .formatted(
                                    kfunc.name(),
                                    index,
                                    types.btf().name(wanted),
                                    number,
                                    types.btf().kind(type),
                                    types.btf().name(type)),
                    number);
        }
    }

    private void checkTrust(Kfunc kfunc, int number, Register register, boolean trusted) {
        boolean rcu = kfunc.has(Kfunc.Flag.RCU);
        if (trusted || !rcu && !wantsTrust(kfunc)) {
            return;
        }
        if (!rcu || !register.has(Register.RCU)) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    rcu
                            ? "r%d must be trusted, or protected by RCU".formatted(number)
                            : "r%d must be trusted, or hold a reference".formatted(number),
                    rcu
                            ? "R%d must be a rcu pointer".formatted(number)
                            : "R%d must be referenced or trusted".formatted(number),
                    number);
        }
    }

    /// Pointers of which little is known fit nowhere, even where no trust is demanded.
    private void checkFlags(int index, Register register) {
        int trust = Register.TRUSTED | Register.ALLOCATED;
        boolean unsafe = (register.flags() & ~trust) != 0 && !register.has(Register.RCU);
        if (register.kind() == Kind.BTF && unsafe) {
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "r%d is a pointer that cannot be passed on".formatted(index + 1),
                    "arg#%d is %s expected %s or socket"
                            .formatted(
                                    index,
                                    Words.kernel(register),
                                    Words.kernel(register.withFlags(register.flags() & trust))),
                    index + 1);
        }
    }

    private static boolean alias(KernelTypes types, int one, int other) {
        String first = types.btf().name(one);
        String second = types.btf().name(other);
        return first.equals(second + "___init") || second.equals(first + "___init");
    }

    /// Structures of numbers alone can be passed from any memory, which is not modelled.
    private RuntimeException untyped(Kfunc kfunc, int index, int wanted) {
        KernelTypes types = walk.kernelTypes();
        if (onlyNumbers(types, wanted, 0)) {
            return walk.undecided(
                    "kernel function %s with a structure in memory".formatted(kfunc.name()));
        }
        return walk.refuse(
                VerifierCode.ARGUMENT_TYPE,
                "%s wants a pointer to struct %s in r%d"
                        .formatted(kfunc.name(), types.btf().name(wanted), index + 1),
                "arg#%d pointer type STRUCT %s must point to scalar, or struct with scalar"
                        .formatted(index, types.btf().name(wanted)),
                index + 1);
    }

    private static boolean onlyNumbers(KernelTypes types, int type, int depth) {
        return switch (types.resolved(type)) {
            case BtfType.Int _, BtfType.Enumeration _ -> true;
            case BtfType.Array array -> onlyNumbers(types, array.element(), depth);
            case BtfType.Composite composite ->
                    depth < SCALAR_DEPTH
                            && composite.members().stream()
                                    .allMatch(m -> onlyNumbers(types, m.type(), depth + 1));
            default -> false;
        };
    }
}
