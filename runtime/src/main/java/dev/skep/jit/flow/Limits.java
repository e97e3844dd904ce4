package dev.skep.jit.flow;

import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Where growing ranges may come to rest: at the numbers that the function compares a variable
/// with, at what is just beside them, and at the ends of the integer types.
///
/// @param numbers by variable
record Limits(List<TreeSet<Long>> numbers) {
    static Limits of(FunctionFlow function) {
        List<TreeSet<Long>> all =
                IntStream.range(0, function.variables()).mapToObj(_ -> ends()).toList();
        for (Block block : function.blocks()) {
            if (function.insn(block.last()) instanceof Insn.Branch branch
                    && branch.src() instanceof Operand.Immediate(int value)) {
                TreeSet<Long> numbers = all.get(branch.dst());
                numbers.add(value - 1L);
                numbers.add((long) value);
                numbers.add(value + 1L);
            }
        }
        return new Limits(all);
    }

    private static TreeSet<Long> ends() {
        return new TreeSet<>(
                List.of((long) Integer.MIN_VALUE, 0L, 0xffffL, 0x7fff_ffffL, 0xffff_ffffL));
    }

    /// A set that holds `grown`, which holds `old`, so much larger that growing ends soon.
    ///
    /// @param without whether there is no limit any more
    Range widen(int variable, Range old, Range grown, boolean without) {
        long low = grown.low();
        long high = grown.high();
        if (low < old.low()) {
            Long limit = without ? null : numbers.get(variable).floor(low);
            low = limit == null ? Long.MIN_VALUE : limit;
        }
        if (high > old.high()) {
            Long limit = without ? null : numbers.get(variable).ceiling(high);
            high = limit == null ? Long.MAX_VALUE : limit;
        }
        long step = low == grown.low() && high - low > 0 ? Math.max(1, grown.step()) : 1;
        return low == high
                ? Range.of(low)
                : new Range(low, step == 1 ? high : low + (high - low) / step * step, step);
    }
}
