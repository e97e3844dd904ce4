package dev.skep.verify.rule;

import dev.skep.btf.BtfType;
import dev.skep.spec.AttachType;
import dev.skep.spec.ContextRule;
import dev.skep.spec.ProgramType;
import dev.skep.spec.TargetArgument;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.Target;
import java.util.Set;

/// The context of programs that are attached to functions of the kernel, its tracepoints, hooks and
/// iterators: a slot of 8 bytes for each argument, and behind those of functions that have returned
/// one for the result.
final class KernelArguments {
    /// Hooks that are called for objects that are being made or torn down.
    private static final Set<String> UNTRUSTED_HOOKS =
            Set.of(
                    "bpf_lsm_bpf_map_free",
                    "bpf_lsm_bpf_prog_free",
                    "bpf_lsm_file_alloc_security",
                    "bpf_lsm_file_free_security",
                    "bpf_lsm_sk_alloc_security",
                    "bpf_lsm_sk_free_security",
                    "bpf_lsm_task_free");

    private final Walk walk;
    private final KernelPointers pointers;
    private AttachedFunction function;

    KernelArguments(Walk walk) {
        this.walk = walk;
        this.pointers = new KernelPointers(walk);
    }

    private AttachedFunction function() {
        if (function == null) {
            function = AttachedFunction.of(walk);
        }
        return function;
    }

    /// What a load from the context gives; stores are refused.
    Register load(Access access, ContextRule rule) {
        int at = access.at();
        if (access.writes() || at < rule.start() || at >= rule.end() || at % access.size() != 0) {
            throw invalid(
                    access,
                    "invalid bpf_context access off=%d size=%d".formatted(at, access.size()));
        }
        if (at % Long.BYTES != 0) {
            throw invalid(
                    access,
                    "func '%s' offset %d is not multiple of 8".formatted(function().name(), at));
        }
        KernelTypes types = walk.kernelTypes();
        int argument = function().argumentAt(types, at);
        int count = function().parameters().size();
        boolean result = argument == count && hasResult();
        if (argument > count || argument == count && !result) {
            throw invalid(
                    access,
                    "func '%s' doesn't have %d-th argument"
                            .formatted(function().name(), argument + 1));
        }
        int type =
                result
                        ? function().prototype().result()
                        : function().parameters().get(argument).type();
        return switch (types.resolved(type)) {
            case BtfType.Int number when number.size() <= Long.BYTES -> number(result);
            case BtfType.Enumeration _, BtfType.Composite _ -> number(result);
            case BtfType.Pointer pointer -> pointer(access, argument, result, pointer);
            case BtfType other ->
                    throw invalid(
                            access,
                            "func '%s' arg%d '%s' has type %s. Only pointer access is allowed"
                                    .formatted(
                                            function().name(),
                                            argument,
                                            other.name(),
                                            other.kind()));
        };
    }

    /// Whether the program sees what the function returned.
    private boolean hasResult() {
        return switch (walk.attach()) {
            case TRACE_FEXIT, LSM_MAC, LSM_CGROUP, MODIFY_RETURN -> true;
            default -> false;
        };
    }

    private Register number(boolean result) {
        if (!result || walk.attach() != AttachType.LSM_MAC) {
            return walk.unknown();
        }
        return HookResult.range(walk)
                .map(range -> Scalar.UNKNOWN.withSigned(range.least(), range.most()))
                .map(walk.unknown()::withScalar)
                .orElse(walk.unknown());
    }

    private Register pointer(Access access, int argument, boolean result, BtfType.Pointer pointer) {
        if (access.size() != Long.BYTES) {
            throw invalid(
                    access,
                    "func '%s' size %d must be 8".formatted(function().name(), access.size()));
        }
        KernelTypes types = walk.kernelTypes();
        TargetArgument particular = TargetArgument.of(function().typeName(), argument).orElse(null);
        if (particular == TargetArgument.BUFFER) {
            return buffer(0);
        }
        if (particular == TargetArgument.READ_ONLY_BUFFER) {
            return buffer(Register.READ_ONLY);
        }
        BtfType target = types.resolved(pointer.target());
        if (target instanceof BtfType.Void || target instanceof BtfType.Int) {
            return walk.unknown();
        }
        if (!(target instanceof BtfType.Composite)) {
            throw invalid(
                    access,
                    "func '%s' arg%d type %s is not a struct"
                            .formatted(function().name(), argument, target.kind()));
        }
        if (particular == TargetArgument.NULLABLE_UNTRUSTED) {
            return pointers.pointer(types.btf().resolve(pointer.target()), Register.NULLABLE);
        }
        int flags = trusted() ? Register.TRUSTED : 0;
        boolean nullable =
                !result && function().parameters().get(argument).name().endsWith("__nullable");
        if (nullable || particular == TargetArgument.NULLABLE) {
            flags |= Register.NULLABLE;
        }
        flags |=
                switch (types.tag(pointer)) {
                    case "user" -> Register.USER;
                    case "percpu" -> Register.PER_CPU;
                    default -> 0;
                };
        return pointers.pointer(types.btf().resolve(pointer.target()), flags);
    }

    private Register buffer(int flags) {
        return Register.pointer(Kind.BUFFER, flags | Register.NULLABLE, Target.NONE)
                .withId(walk.newId());
    }

    /// Whether the kernel vouches for the arguments.
    private boolean trusted() {
        return walk.type() == ProgramType.LSM
                ? !UNTRUSTED_HOOKS.contains(function().name())
                : walk.attach() == AttachType.TRACE_RAW_TP
                        || walk.attach() == AttachType.TRACE_ITER;
    }

    private RuntimeException invalid(Access access, String kernel) {
        return walk.refuse(
                VerifierCode.CONTEXT_ACCESS,
                "the context has no argument that could be %s so (%s)"
                        .formatted(access.writes() ? "written" : "read", access.bytes()),
                kernel,
                access.number());
    }
}
