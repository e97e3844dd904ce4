package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;

/// Accesses through pointers to structures of the kernel: members can be read, and pointers among
/// them followed, with as much trust as the way leaves.
final class KernelPointers {
    /// What makes a pointer trusted.
    private static final int TRUST = Register.TRUSTED | Register.ALLOCATED;

    private static final int MODIFIERS =
            TRUST
                    | Register.UNTRUSTED
                    | Register.RCU
                    | Register.PER_CPU
                    | Register.USER
                    | Register.NULLABLE;

    private final Walk walk;

    KernelPointers(Walk walk) {
        this.walk = walk;
    }

    /// A load or store through a typed pointer.
    void apply(Access access) {
        Register pointer = access.pointer();
        StructWalk.Found found =
                check(access.number(), pointer, access.at(), access.size(), access.writes());
        if (!access.writes() && access.target() >= 0) {
            walk.write(access.target(), loaded(pointer, found));
        }
    }

    /// Proves that a call may read `size` bytes behind a typed pointer.
    void checkMemory(int number, Register pointer, int size) {
        check(number, pointer, pointer.offset(), size, false);
    }

    /// A load of a field of a map itself.
    void applyToMap(Access access) {
        KernelTypes types = walk.kernelTypes();
        String name = MapStructs.of(access.pointer().map().definition().type());
        int type = types.struct(name).orElseThrow(() -> walk.undecided("kernel structure " + name));
        checkPrivilege(access.number(), name);
        if (access.at() < 0) {
            throw walk.refuse(
                    VerifierCode.NEGATIVE_OFFSET,
                    "the access starts %d bytes in front of the map".formatted(-access.at()),
                    "R%d is %s invalid negative access: off=%d"
                            .formatted(access.number(), name, access.at()),
                    access.number());
        }
        if (access.writes()) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "the fields of a map can only be read",
                    "only read from %s is supported".formatted(name),
                    access.number());
        }
        StructWalk.Found found = find(access.number(), type, access.at(), access.size());
        if (access.target() >= 0) {
            walk.write(
                    access.target(),
                    switch (found) {
                        case StructWalk.Pointer member -> pointer(member.type(), member.flags());
                        case StructWalk.Number _ -> walk.unknown();
                        case StructWalk.Memory _ -> untrustedMemory();
                        case StructWalk.Nested _, StructWalk.Nothing _ ->
                                throw new IllegalStateException(found.toString());
                    });
        }
    }

    private StructWalk.Found check(int number, Register pointer, int at, int size, boolean writes) {
        Target.Typed typed = (Target.Typed) pointer.target();
        String name = typed.btf().name(typed.type());
        checkPrivilege(number, name);
        checkPlace(number, pointer, at, name);
        if (writes) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "structures of the kernel can only be read",
                    "only read is supported",
                    number);
        }
        return find(number, typed.type(), at, size);
    }

    private void checkPrivilege(int number, String name) {
        if (!walk.privileged()) {
            throw walk.refuse(
                    VerifierCode.LOAD_SETTINGS,
                    "reading struct %s takes privileges".formatted(name),
                    "'struct %s' access is allowed only to CAP_PERFMON and CAP_SYS_ADMIN"
                            .formatted(name),
                    number);
        }
    }

    private void checkPlace(int number, Register pointer, int at, String name) {
        if (!License.isGpl(walk.program().license())) {
            throw walk.refuse(
                    VerifierCode.HELPER_LICENSE,
                    "only programs under the GPL may read struct %s; this one has the license \"%s\""
                            .formatted(name, walk.program().license()),
                    "Cannot access kernel 'struct %s' from non-GPL compatible program"
                            .formatted(name),
                    number);
        }
        if (at < 0) {
            throw walk.refuse(
                    VerifierCode.NEGATIVE_OFFSET,
                    "the access starts %d bytes in front of struct %s".formatted(-at, name),
                    "R%d is ptr_%s invalid negative access: off=%d".formatted(number, name, at),
                    number);
        }
        if (!pointer.scalar().isConstant() || pointer.scalar().constant() != 0) {
            throw walk.refuse(
                    VerifierCode.MODIFIED_POINTER,
                    "a number that is not known was added to r%d".formatted(number),
                    "R%d is ptr_%s invalid variable offset: off=%d, var_off=%s"
                            .formatted(number, name, at, pointer.scalar().bits()),
                    number);
        }
        if (pointer.has(Register.USER) || pointer.has(Register.PER_CPU)) {
            boolean user = pointer.has(Register.USER);
            throw walk.refuse(
                    VerifierCode.MEMORY_KIND,
                    user
                            ? "r%d points to memory of a process".formatted(number)
                            : "r%d points to per-CPU memory".formatted(number),
                    "R%d is ptr_%s access %s memory: off=%d"
                            .formatted(number, name, user ? "user" : "percpu", at),
                    number);
        }
    }

    private StructWalk.Found find(int number, int type, int at, int size) {
        StructWalk.Found found = walk.kernelTypes().find(type, at, size);
        if (found instanceof StructWalk.Nothing nothing) {
            throw walk.refuse(
                    VerifierCode.KERNEL_FIELD,
                    "%d bytes at offset %d of struct %s cannot be read so"
                            .formatted(size, at, walk.kernelTypes().btf().name(type)),
                    nothing.kernel(),
                    number);
        }
        return found;
    }

    private Register loaded(Register owner, StructWalk.Found found) {
        return switch (found) {
            case StructWalk.Number _ -> walk.unknown();
            case StructWalk.Memory _ -> untrustedMemory();
            case StructWalk.Pointer member -> pointer(member.type(), trust(owner, member));
            case StructWalk.Nested _, StructWalk.Nothing _ ->
                    throw new IllegalStateException(found.toString());
        };
    }

    private static Register untrustedMemory() {
        return Register.pointer(
                Kind.MEMORY, Register.READ_ONLY | Register.UNTRUSTED, new Target.Sized(0));
    }

    /// A pointer to a structure of the kernel.
    Register pointer(int type, int flags) {
        Register pointer =
                Register.pointer(Kind.BTF, flags, new Target.Typed(walk.kernelTypes().btf(), type));
        return pointer.isNullable() ? pointer.withId(walk.newId()) : pointer;
    }

    /// Which flags a pointer has that was read through `owner`: few members keep its trust.
    private int trust(Register owner, StructWalk.Pointer member) {
        if (owner.has(Register.UNTRUSTED)) {
            return Register.UNTRUSTED;
        }
        int flags = member.flags();
        if (!trusted(owner) && !owner.has(Register.RCU)) {
            return flags & ~(TRUST | Register.RCU);
        }
        int type = ((Target.Typed) owner.target()).type();
        KernelTypes types = walk.kernelTypes();
        if (types.keepsTrust(type, "__safe_trusted", member)) {
            return flags | Register.TRUSTED;
        }
        if (types.keepsTrust(type, "__safe_trusted_or_null", member)) {
            return flags | Register.TRUSTED | Register.NULLABLE;
        }
        return underRcu(walk) ? protectedByRcu(type, member) : Register.UNTRUSTED;
    }

    private int protectedByRcu(int type, StructWalk.Pointer member) {
        KernelTypes types = walk.kernelTypes();
        int flags = member.flags();
        if (types.keepsTrust(type, "__safe_rcu", member)) {
            return flags | Register.RCU;
        }
        if (types.keepsTrust(type, "__safe_rcu_or_null", member)) {
            return (flags | Register.RCU | Register.NULLABLE) & ~Register.UNTRUSTED;
        }
        if ((flags & Register.RCU) != 0) {
            return flags | Register.NULLABLE;
        }
        return (flags & (Register.PER_CPU | Register.USER)) != 0 ? flags : flags & ~TRUST;
    }

    /// Whether a pointer is known to lead to a live object.
    static boolean trusted(Register pointer) {
        if (pointer.ref() != 0) {
            return true;
        }
        int flags = pointer.flags() & MODIFIERS;
        return (flags & TRUST) != 0 && (flags & ~TRUST) == 0;
    }

    /// Whether the program runs in an RCU read section.
    static boolean underRcu(Walk walk) {
        return walk.state().holdings().rcu() > 0
                || walk.state().holdings().locks() > 0
                || !walk.state().sleepable();
    }

    /// The section is over: what it protected may be gone.
    static void leaveRcu(Walk walk) {
        Walk.eachRegister(
                walk.state(),
                register ->
                        register.kind() == Kind.BTF && register.has(Register.RCU)
                                ? register.withFlags(
                                        register.flags() & ~(Register.RCU | Register.NULLABLE)
                                                | Register.UNTRUSTED)
                                : register);
    }
}
