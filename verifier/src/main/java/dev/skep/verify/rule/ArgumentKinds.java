package dev.skep.verify.rule;

import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import java.util.List;

/// Which registers fit which kinds of arguments.
final class ArgumentKinds {
    private static final List<String> MEMORY =
            List.of(
                    "fp",
                    "pkt",
                    "pkt_meta",
                    "map_key",
                    "map_value",
                    "mem",
                    "ringbuf_mem",
                    "buf",
                    "trusted_ptr_");

    private static final List<String> SOCKETS =
            List.of("sock_common", "sock", "tcp_sock", "xdp_sock");

    private final Walk walk;

    ArgumentKinds(Walk walk) {
        this.walk = walk;
    }

    static boolean allowsNull(ArgumentKind kind) {
        return switch (kind) {
            case CONTEXT_OR_NULL,
                    MAP_VALUE_OR_NULL,
                    MEMORY_OR_NULL,
                    UNINITIALIZED_MEMORY_OR_NULL,
                    SOCKET_COMMON_OR_NULL,
                    BTF_POINTER_OR_NULL,
                    STACK_OR_NULL ->
                    true;
            case ANYTHING,
                    CONTEXT,
                    MAP,
                    MAP_KEY,
                    MAP_VALUE,
                    UNINITIALIZED_MAP_VALUE,
                    MEMORY,
                    WRITABLE_MEMORY,
                    UNINITIALIZED_MEMORY,
                    SIZE,
                    SIZE_OR_ZERO,
                    CONST_SIZE,
                    SOCKET_COMMON,
                    TYPED_SOCKET_COMMON,
                    BTF_POINTER,
                    PERCPU_POINTER,
                    KPTR,
                    SPIN_LOCK,
                    TIMER,
                    FUNCTION,
                    RINGBUF_MEMORY,
                    DYNPTR,
                    UNINITIALIZED_DYNPTR,
                    CONST_STRING ->
                    false;
        };
    }

    /// Whether the kernel lets the argument be any memory, and promises only to read it.
    static boolean onlyReads(ArgumentKind kind) {
        return kind == ArgumentKind.MEMORY || kind == ArgumentKind.MEMORY_OR_NULL;
    }

    /// Whether memory is wanted.
    static boolean isMemory(ArgumentKind kind) {
        return expected(kind) == MEMORY;
    }

    /// Whether the helper writes to the memory.
    static boolean writes(ArgumentKind kind) {
        return kind == ArgumentKind.WRITABLE_MEMORY || fills(kind);
    }

    /// Whether the helper writes all of the memory and reads none.
    static boolean fills(ArgumentKind kind) {
        return kind == ArgumentKind.UNINITIALIZED_MEMORY
                || kind == ArgumentKind.UNINITIALIZED_MEMORY_OR_NULL
                || kind == ArgumentKind.UNINITIALIZED_MAP_VALUE;
    }

    /// The kernel's names of what fits; a number is `scalar`.
    private static List<String> expected(ArgumentKind kind) {
        return switch (kind) {
            case ANYTHING -> List.of();
            case CONTEXT, CONTEXT_OR_NULL -> List.of("ctx");
            case MAP -> List.of("map_ptr");
            case MAP_KEY,
                    MAP_VALUE,
                    MAP_VALUE_OR_NULL,
                    UNINITIALIZED_MAP_VALUE,
                    MEMORY,
                    MEMORY_OR_NULL,
                    WRITABLE_MEMORY,
                    UNINITIALIZED_MEMORY,
                    UNINITIALIZED_MEMORY_OR_NULL ->
                    MEMORY;
            case SIZE, SIZE_OR_ZERO, CONST_SIZE -> List.of("scalar");
            case SOCKET_COMMON, SOCKET_COMMON_OR_NULL -> SOCKETS;
            case TYPED_SOCKET_COMMON ->
                    List.of("sock_common", "sock", "tcp_sock", "xdp_sock", "ptr_", "trusted_ptr_");
            case BTF_POINTER, BTF_POINTER_OR_NULL -> List.of("ptr_", "trusted_ptr_", "rcu_ptr_");
            case PERCPU_POINTER -> List.of("percpu_ptr_", "percpu_rcu_ptr_", "percpu_trusted_ptr_");
            case KPTR -> List.of("map_value", "ptr_");
            case SPIN_LOCK -> List.of("map_value", "ptr_");
            case TIMER, CONST_STRING -> List.of("map_value");
            case FUNCTION -> List.of("func");
            case STACK_OR_NULL -> List.of("fp");
            case RINGBUF_MEMORY -> List.of("ringbuf_mem");
            case DYNPTR, UNINITIALIZED_DYNPTR -> List.of("fp", "dynptr_ptr");
        };
    }

    void check(Helper helper, int number, Register register, ArgumentKind kind) {
        List<String> expected = expected(kind);
        if (register.kind() == Kind.BTF
                && (kind == ArgumentKind.KPTR || kind == ArgumentKind.SPIN_LOCK)) {
            throw walk.undecided("object that the program allocated");
        }
        if (register.kind() == Kind.ARENA && expected == MEMORY) {
            throw walk.undecided("arena");
        }
        if (expected.contains(name(register, kind))) {
            return;
        }
        String message =
                "argument %d of %s must be %s".formatted(number, helper.fullName(), kind.title());
        String kernel =
                "R%d type=%s expected=%s"
                        .formatted(number, Words.kernel(register), String.join(", ", expected));
        boolean onlyNullable =
                register.isNullable()
                        && expected.contains(
                                Words.kernel(
                                        register.withFlags(register.flags() & ~Register.NULLABLE)));
        throw walk.refuse(
                onlyNullable ? VerifierCode.NULL_CHECK : VerifierCode.ARGUMENT_TYPE,
                onlyNullable ? message + ", and may be NULL here" : message,
                kernel,
                number);
    }

    /// What fits where memory is only read fits though it may not be written, and what fits where
    /// NULL is allowed may be NULL.
    private static String name(Register register, ArgumentKind kind) {
        int flags = register.flags();
        boolean reads = !writes(kind) && register.kind() != Kind.SCALAR;
        if (reads) {
            flags &= ~Register.READ_ONLY;
        }
        if (allowsNull(kind)) {
            flags &= ~Register.NULLABLE;
        }
        return register.kind() == Kind.SCALAR ? "scalar" : Words.kernel(register.withFlags(flags));
    }
}
