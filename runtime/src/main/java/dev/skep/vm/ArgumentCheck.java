package dev.skep.vm;

import dev.skep.map.JvmMap;
import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.spec.Kfunc;
import dev.skep.spec.KfuncKind;
import java.util.List;

/// Holds the arguments of a helper call to the kinds that its row names.
final class ArgumentCheck {
    /// No memory that helper functions work on is larger.
    private static final long MAX_SIZE = 1L << 29;

    private static final int POINTER = 8;
    private static final int SPIN_LOCK = 4;
    private static final int TIMER = 16;
    private static final int DYNPTR = 16;

    private final List<Helper.Argument> arguments;

    ArgumentCheck(List<Helper.Argument> arguments) {
        this.arguments = arguments;
    }

    /// The check for a kernel function that the JVM may offer: its kinds are those of helper
    /// functions under other names.
    static ArgumentCheck of(Kfunc kfunc) {
        return new ArgumentCheck(
                kfunc.arguments().stream()
                        .map(a -> new Helper.Argument(a.name(), kind(a), "", size(a)))
                        .toList());
    }

    private static ArgumentKind kind(Kfunc.Argument argument) {
        return switch (argument.kind()) {
            case CONTEXT -> ArgumentKind.CONTEXT;
            case MEMORY, SIZED_MEMORY, ITERATOR, IRQ_FLAG -> ArgumentKind.WRITABLE_MEMORY;
            case SIZED_MEMORY_OR_NULL -> ArgumentKind.UNINITIALIZED_MEMORY_OR_NULL;
            case SIZE -> ArgumentKind.SIZE_OR_ZERO;
            case CONST_SIZE -> ArgumentKind.CONST_SIZE;
            case CONST_STRING -> ArgumentKind.CONST_STRING;
            case DYNPTR -> ArgumentKind.DYNPTR;
            case UNINITIALIZED_DYNPTR -> ArgumentKind.UNINITIALIZED_DYNPTR;
            case MAP -> ArgumentKind.MAP;
            case CALLBACK -> ArgumentKind.FUNCTION;
            case VOID,
                    SCALAR,
                    CONSTANT,
                    IGNORED,
                    KERNEL_POINTER,
                    KERNEL_POINTER_OR_NULL,
                    DYNPTR_OR_NULL,
                    PROGRAM,
                    LIST_HEAD,
                    LIST_NODE,
                    RB_ROOT,
                    RB_NODE,
                    RES_SPIN_LOCK,
                    WORKQUEUE,
                    TASK_WORK,
                    ALLOCATED,
                    REFCOUNTED,
                    ARENA,
                    SLICE,
                    CAST ->
                    ArgumentKind.ANYTHING;
        };
    }

    /// Iterators that the JVM has, and saved interrupt flags, take 8 bytes.
    private static int size(Kfunc.Argument argument) {
        boolean word =
                argument.kind() == KfuncKind.ITERATOR || argument.kind() == KfuncKind.IRQ_FLAG;
        return word ? Long.BYTES : argument.size();
    }

    /// Ends the run if one of r1 to r5 is not what it has to be.
    void check(Execution run, Code code, long[] registers) {
        Memory memory = run.memory();
        JvmMap map = null;
        for (int i = 0; i < arguments.size(); i++) {
            Helper.Argument argument = arguments.get(i);
            long value = registers[i + 1];
            switch (argument.kind()) {
                case MAP -> map = run.mapOf(value);
                case MAP_KEY -> memory.requireReadable(value, keySize(map));
                case MAP_VALUE -> memory.requireReadable(value, valueSize(map));
                case MAP_VALUE_OR_NULL -> readableOrNull(memory, value, valueSize(map));
                case UNINITIALIZED_MAP_VALUE -> memory.requireWritable(value, valueSize(map));
                case MEMORY -> memory.requireReadable(value, size(i, registers));
                case MEMORY_OR_NULL -> readableOrNull(memory, value, size(i, registers));
                case WRITABLE_MEMORY, UNINITIALIZED_MEMORY ->
                        memory.requireWritable(value, size(i, registers));
                case UNINITIALIZED_MEMORY_OR_NULL -> {
                    long size = size(i, registers);
                    if (value != 0 || size != 0) {
                        memory.requireWritable(value, size);
                    }
                }
                case SIZE -> demand(run, value > 0 && value <= MAX_SIZE, argument, i, value);
                case SIZE_OR_ZERO ->
                        demand(run, value >= 0 && value <= MAX_SIZE, argument, i, value);
                case CONTEXT -> demand(run, memory.context().isAt(value), argument, i, value);
                case CONTEXT_OR_NULL ->
                        demand(run, value == 0 || memory.context().isAt(value), argument, i, value);
                case FUNCTION -> code.functionAt(value);
                case RINGBUF_MEMORY -> demand(run, run.holds(value), argument, i, value);
                case SPIN_LOCK -> memory.requireWritable(value, SPIN_LOCK);
                case TIMER -> memory.requireWritable(value, TIMER);
                case KPTR -> memory.requireWritable(value, POINTER);
                case DYNPTR -> memory.requireReadable(value, DYNPTR);
                case UNINITIALIZED_DYNPTR -> memory.requireWritable(value, DYNPTR);
                case CONST_STRING -> memory.string(value);
                case ANYTHING,
                        CONST_SIZE,
                        STACK_OR_NULL,
                        SOCKET_COMMON,
                        TYPED_SOCKET_COMMON,
                        SOCKET_COMMON_OR_NULL,
                        BTF_POINTER,
                        BTF_POINTER_OR_NULL,
                        PERCPU_POINTER -> {}
            }
        }
    }

    private static void readableOrNull(Memory memory, long address, long size) {
        if (address != 0) {
            memory.requireReadable(address, size);
        }
    }

    private static long keySize(JvmMap map) {
        return map == null ? 0 : map.definition().keySize();
    }

    private static long valueSize(JvmMap map) {
        return map == null ? 0 : map.definition().valueSize();
    }

    /// The size of the memory that argument `i` points to: fixed, or the next argument.
    private long size(int i, long[] registers) {
        int fixed = arguments.get(i).size();
        if (fixed > 0 || i + 1 == arguments.size()) {
            return fixed;
        }
        ArgumentKind next = arguments.get(i + 1).kind();
        boolean sized =
                next == ArgumentKind.SIZE
                        || next == ArgumentKind.SIZE_OR_ZERO
                        || next == ArgumentKind.CONST_SIZE;
        return sized ? registers[i + 2] : fixed;
    }

    private static void demand(
            Execution run, boolean holds, Helper.Argument argument, int i, long value) {
        if (!holds) {
            throw run.fault(
                    "argument %s is 0x%x, which is not %s"
                            .formatted(argument.name(), value, argument.kind().title()),
                    "R%d type=scalar expected=%s"
                            .formatted(i + 1, argument.kind().name().toLowerCase()));
        }
    }
}
