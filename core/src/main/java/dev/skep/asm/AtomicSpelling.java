package dev.skep.asm;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.MemorySize;

/// How atomic operations that fetch are spelled, as functions.
///
/// @param op the operation
/// @param size the size that the name tells, `null` if the argument's type tells it
/// @param typed whether the address comes with a type, `(u64 *)(r1 + 0)`, or bare, `r1 + 0`
record AtomicSpelling(AtomicOp op, MemorySize size, boolean typed) {
    /// The operation that `name` means in any dialect, or `null`.
    static AtomicSpelling find(String name) {
        return switch (name) {
            case "cmpxchg_64" -> bare(AtomicOp.COMPARE_EXCHANGE, MemorySize.DW);
            case "cmpxchg32_32" -> bare(AtomicOp.COMPARE_EXCHANGE, MemorySize.W);
            case "xchg_64" -> bare(AtomicOp.EXCHANGE, MemorySize.DW);
            case "xchg32_32" -> bare(AtomicOp.EXCHANGE, MemorySize.W);
            default -> findTyped(name);
        };
    }

    /// The name in LLVM's assembly.
    static String llvm(AtomicOp op, MemorySize size) {
        String bits = size == MemorySize.DW ? "_64" : "32_32";
        return op.alwaysFetches() ? op.symbol() + bits : "atomic_fetch_" + verb(op);
    }

    /// The name in the kernel's log.
    static String kernel(AtomicOp op, MemorySize size) {
        String prefix = size == MemorySize.DW ? "atomic64_" : "atomic_";
        return prefix + (op.alwaysFetches() ? op.symbol() : "fetch_" + verb(op));
    }

    private static AtomicSpelling findTyped(String name) {
        for (AtomicOp op : AtomicOp.values()) {
            if (name.equals(kernel(op, MemorySize.DW))) {
                return new AtomicSpelling(op, MemorySize.DW, true);
            }
            if (name.equals(kernel(op, MemorySize.W))) {
                return new AtomicSpelling(op, null, true);
            }
        }
        return null;
    }

    private static AtomicSpelling bare(AtomicOp op, MemorySize size) {
        return new AtomicSpelling(op, size, false);
    }

    private static String verb(AtomicOp op) {
        return switch (op) {
            case ADD -> "add";
            case OR -> "or";
            case AND -> "and";
            case XOR -> "xor";
            case EXCHANGE, COMPARE_EXCHANGE -> op.symbol();
        };
    }
}
