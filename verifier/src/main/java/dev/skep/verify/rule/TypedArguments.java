package dev.skep.verify.rule;

import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;

/// Typed kernel pointers as arguments of helpers: of the structure that is wanted, or of one that
/// starts with it.
final class TypedArguments {
    private static final int SK_RELEASE = 86;

    private final Walk walk;

    TypedArguments(Walk walk) {
        this.walk = walk;
    }

    /// Proves that a typed pointer leads to what the helper wants.
    ///
    /// @param releases whether the call gives its reference back
    void check(
            Helper helper,
            Helper.Argument argument,
            ArgumentKind kind,
            int number,
            boolean releases) {
        Register register = walk.state().get(number);
        if (register.kind() != Kind.BTF || register.has(Register.PER_CPU)) {
            return;
        }
        if (ArgumentKinds.isMemory(kind)) {
            checkMemory(helper, number, register, kind);
            return;
        }
        if (register.isNullable() && (!ArgumentKinds.allowsNull(kind) || releases)) {
            throw walk.refuse(
                    VerifierCode.NULL_CHECK,
                    "r%d may be NULL".formatted(number),
                    "Possibly NULL pointer passed to helper arg%d".formatted(number),
                    number);
        }
        String wanted =
                kind == ArgumentKind.TYPED_SOCKET_COMMON ? "sock_common" : argument.structName();
        if (wanted.isEmpty()) {
            throw walk.undecided("typed kernel pointer");
        }
        KernelTypes types = walk.kernelTypes();
        int type =
                types.struct(wanted)
                        .orElseThrow(() -> walk.undecided("kernel structure " + wanted));
        Target.Typed typed = (Target.Typed) register.target();
        boolean strictly = releases && helper.id() != SK_RELEASE;
        if (!types.matches(types.btf().resolve(typed.type()), register.offset(), type, strictly)) {
            String name = types.btf().name(typed.type());
            throw walk.refuse(
                    VerifierCode.ARGUMENT_TYPE,
                    "%s wants a pointer to struct %s in r%d, which points to struct %s"
                            .formatted(helper.fullName(), wanted, number, name),
                    "R%d is of type %s but %s is expected".formatted(number, name, wanted),
                    number);
        }
    }

    /// Typed pointers can stand for memory that a helper reads.
    private void checkMemory(Helper helper, int number, Register register, ArgumentKind kind) {
        if (!ArgumentKinds.onlyReads(kind)) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "%s would write to a structure of the kernel".formatted(helper.fullName()),
                    "%s#%d() may write into memory pointed by R%d type=%s"
                            .formatted(
                                    helper.fullName(), helper.id(), number, Words.kernel(register)),
                    number);
        }
    }
}
