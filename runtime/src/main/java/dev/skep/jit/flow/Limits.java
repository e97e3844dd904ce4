package dev.skep.jit.flow;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import java.util.TreeSet;

/// Where growing ranges may come to rest: at the numbers that the function compares with, at what
/// is just beside them, and at the ends of the integer types.
record Limits(TreeSet<Long> numbers) {
    static Limits of(FunctionFlow function) {
        TreeSet<Long> numbers = new TreeSet<>();
        for (int bits : new int[] {8, 16, 31, 32}) {
            numbers.add((1L << bits) - 1);
        }
        numbers.add(0L);
        numbers.add((long) Integer.MIN_VALUE);
        for (Block block : function.blocks()) {
            if (function.insn(block.last()) instanceof Insn.Branch branch
                    && branch.src() instanceof Operand.Immediate(int value)) {
                numbers.add(value - 1L);
                numbers.add((long) value);
                numbers.add(value + 1L);
            }
        }
        return new Limits(numbers);
    }

    /// A set that holds `grown`, which holds `old`, so much larger that growing ends soon.
    ///
    /// @param without whether there is no limit any more
    Range widen(Range old, Range grown, boolean without) {
        long low = grown.low();
        long high = grown.high();
        if (low < old.low()) {
            Long limit = without ? null : numbers.floor(low);
            low = limit == null ? Long.MIN_VALUE : limit;
        }
        if (high > old.high()) {
            Long limit = without ? null : numbers.ceiling(high);
            high = limit == null ? Long.MAX_VALUE : limit;
        }
        long step = low == grown.low() && high - low > 0 ? Math.max(1, grown.step()) : 1;
        return low == high
                ? Range.of(low)
                : new Range(low, step == 1 ? high : low + (high - low) / step * step, step);
    }
}
