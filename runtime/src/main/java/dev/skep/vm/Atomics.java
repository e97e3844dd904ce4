package dev.skep.vm;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.memory.OffHeap;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Atomic instructions. At aligned addresses they are atomic among all threads of this JVM and
/// sequentially consistent; at others, which Linux refuses, they are a load and a store.
final class Atomics {
    private static final VarHandle INTS = ValueLayout.JAVA_INT.varHandle();
    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle();
    private static final long LOW = 0xffff_ffffL;

    private Atomics() {}

    static void execute(Insn.Atomic insn, Memory memory, long[] registers) {
        boolean wide = insn.size() == MemorySize.DW;
        long address = registers[insn.base()] + insn.offset();
        memory.requireAtomic(address, insn.size().bytes());
        long operand = registers[insn.src()];
        long expected = registers[0];
        long old;
        do {
            old = wide ? OffHeap.getLong(address) : OffHeap.getInt(address) & LOW;
        } while (!replace(address, wide, old, result(insn.op(), wide, old, operand, expected)));
        if (insn.op() == AtomicOp.COMPARE_EXCHANGE) {
            registers[0] = old;
        } else if (insn.fetch()) {
            registers[insn.src()] = old;
        }
    }

    private static long result(AtomicOp op, boolean wide, long old, long operand, long expected) {
        return switch (op) {
            case ADD -> old + operand;
            case OR -> old | operand;
            case AND -> old & operand;
            case XOR -> old ^ operand;
            case EXCHANGE -> operand;
            case COMPARE_EXCHANGE -> old == (wide ? expected : expected & LOW) ? operand : old;
        };
    }

    private static boolean replace(long address, boolean wide, long old, long value) {
        if (wide) {
            if (address % Long.BYTES == 0) {
                return LONGS.compareAndSet(OffHeap.all(), address, old, value);
            }
            OffHeap.putLong(address, value);
            return true;
        }
        if (address % Integer.BYTES == 0) {
            return INTS.compareAndSet(OffHeap.all(), address, (int) old, (int) value);
        }
        OffHeap.putInt(address, (int) value);
        return true;
    }
}
