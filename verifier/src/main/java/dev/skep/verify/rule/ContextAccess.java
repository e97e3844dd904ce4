package dev.skep.verify.rule;

import dev.skep.isa.Insn;
import dev.skep.spec.ContextField;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ContextRule;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;
import java.util.Optional;

/// Loads from and stores to the context: the fields that programs of the type may use.
final class ContextAccess {
    private final Walk walk;
    private final Optional<ContextLayout> layout;
    private final KernelArguments arguments;

    ContextAccess(Walk walk) {
        this.walk = walk;
        this.arguments = new KernelArguments(walk);
        this.layout =
                walk.type() == null
                        ? Optional.empty()
                        : walk.privileged()
                                ? ContextLayout.of(walk.type(), walk.attach())
                                : ContextLayout.unprivileged(walk.type());
    }

    void apply(Access access) {
        checkUnmodified(walk, access.number(), access.pointer());
        Register loaded = layout.isPresent() ? field(access) : unstructured(access);
        if (!access.writes() && access.target() >= 0) {
            walk.write(access.target(), loaded);
        }
    }

    /// A pointer that must be used as it was given.
    static void checkUnmodified(Walk walk, int number, Register pointer) {
        checkUnmodified(walk, number, pointer, false);
    }

    static void checkUnmodified(
            Walk walk, int number, Register pointer, boolean constantOffsetAllowed) {
        String name = Words.kernel(pointer);
        if (pointer.offset() < 0) {
            throw walk.refuse(
                    VerifierCode.MODIFIED_POINTER,
                    "r%d was moved %d bytes".formatted(number, pointer.offset()),
                    "negative offset %s ptr R%d off=%d disallowed"
                            .formatted(name, number, pointer.offset()),
                    number);
        }
        if (pointer.offset() != 0 && !constantOffsetAllowed) {
            throw walk.refuse(
                    VerifierCode.MODIFIED_POINTER,
                    "r%d was moved %d bytes".formatted(number, pointer.offset()),
                    "dereference of modified %s ptr R%d off=%d disallowed"
                            .formatted(name, number, pointer.offset()),
                    number);
        }
        if (!pointer.scalar().isConstant() || pointer.scalar().constant() != 0) {
            throw walk.refuse(
                    VerifierCode.MODIFIED_POINTER,
                    "a number that is not known was added to r%d".formatted(number),
                    "variable %s access var_off=%s disallowed"
                            .formatted(name, pointer.scalar().bits()),
                    number);
        }
    }

    private Register unstructured(Access access) {
        ContextRule rule =
                ContextRule.of(walk.type())
                        .orElseThrow(() -> walk.undecided("arguments of kernel functions"));
        if (rule.shape() == ContextRule.Shape.ARGUMENTS) {
            return arguments.load(access, rule);
        }
        boolean allowed =
                access.writes()
                        ? rule.allowsWrite(access.at(), access.size())
                        : rule.allowsRead(access.at(), access.size());
        if (!allowed) {
            throw invalid(access);
        }
        return walk.unknown();
    }

    private Register field(Access access) {
        int at = access.at();
        ContextField field =
                layout.flatMap(l -> l.fieldAt(at))
                        .filter(
                                f ->
                                        access.writes()
                                                ? f.allowsWrite(at, access.size())
                                                : f.allowsRead(at, access.size()))
                        .orElse(null);
        if (field == null || field.kind().pointer() && extendsSign()) {
            throw invalid(access);
        }
        return switch (field.kind()) {
            case SCALAR -> isTracepointBuffer(access) ? tracepointBuffer() : walk.unknown();
            case PACKET, OPTION_VALUE -> Register.pointer(Kind.PACKET, 0, Target.InPacket.UNKNOWN);
            case PACKET_END, OPTION_VALUE_END ->
                    Register.pointer(Kind.PACKET_END, 0, Target.InPacket.UNKNOWN);
            case PACKET_META -> Register.pointer(Kind.PACKET_META, 0, Target.InPacket.UNKNOWN);
            case FLOW_KEYS -> Register.pointer(Kind.FLOW_KEYS, 0, Target.NONE);
            case SOCKET -> Register.pointer(Kind.SOCKET, 0, Target.NONE);
            case SOCKET_OR_NULL -> nullable(Kind.SOCKET);
            case SOCKET_COMMON_OR_NULL -> nullable(Kind.SOCKET_COMMON);
            case KERNEL -> throw walk.undecided("typed kernel pointer");
        };
    }

    private boolean extendsSign() {
        return walk.insn() instanceof Insn.Load load && load.signed();
    }

    /// The first argument of a writable tracepoint is the buffer that may be written.
    private boolean isTracepointBuffer(Access access) {
        return walk.type() == ProgramType.RAW_TRACEPOINT_WRITABLE && access.at() == 0;
    }

    private static Register tracepointBuffer() {
        return Register.pointer(Kind.TRACEPOINT_BUFFER, 0, Target.NONE);
    }

    private Register nullable(Kind kind) {
        return Register.pointer(kind, Register.NULLABLE, Target.NONE).withId(walk.newId());
    }

    private RuntimeException invalid(Access access) {
        String what =
                layout.flatMap(
                                l ->
                                        l.fieldAt(access.at())
                                                .map(f -> l.structName() + "." + f.name()))
                        .orElse("the context");
        return walk.refuse(
                VerifierCode.CONTEXT_ACCESS,
                "%s (%s) may not be %s by %s programs"
                        .formatted(
                                what,
                                access.bytes(),
                                access.writes() ? "written" : "read",
                                walk.type().shortName()),
                "invalid bpf_context access off=%d size=%d".formatted(access.at(), access.size()),
                access.number());
    }
}
