package dev.skep.jit.flow;

import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;

/// How large the values of a function can be: a walk over its blocks until nothing grows any more.
/// Values that keep growing in a loop are let go up to the next number that the function compares
/// with, and after some rounds without limit; two more rounds then take back what that was too
/// much.
final class Ranges {
    /// How often the start of a loop is looked at before its values are helped on.
    private static final int PATIENCE = 2;

    /// How often they are helped on to the next limit only.
    private static final int STEPS = 6;

    private static final int NARROWINGS = 2;
    private static final int FIRST_ARGUMENT = 1;
    private static final int LAST_ARGUMENT = 5;

    private final FunctionFlow function;
    private final Values values;
    private final Results results;
    private final Range[] ranges;
    private final CountedLoops.Result counted;
    private final int[] visits;
    private final Limits limits;

    /// @param counted what is known of counters
    Ranges(FunctionFlow function, CountedLoops.Result counted) {
        this.function = function;
        this.counted = counted;
        this.values = function.values();
        this.results = new Results(function);
        this.ranges = new Range[values.count()];
        this.visits = new int[function.blocks().size()];
        this.limits = Limits.of(function);
        while (round(true)) {}
        for (int i = 0; i < NARROWINGS; i++) {
            round(false);
        }
    }

    /// What is known of a value.
    Range of(int value) {
        return ranges[value] == null ? Range.ANY : ranges[value];
    }

    /// What is known of an operand.
    Range use(int slot, int operand) {
        return of(values.use(slot, operand));
    }

    private boolean round(boolean growing) {
        boolean changed = false;
        for (Block block : function.blocks()) {
            changed |= enter(block, growing);
            if (visits[block.number()] > 0) {
                walk(block);
            }
        }
        return changed;
    }

    /// Joins what comes over the edges; says whether anything grew.
    private boolean enter(Block block, boolean growing) {
        boolean reached = block.number() == 0;
        boolean loops = false;
        for (Block from : function.predecessors(block)) {
            reached |= visits[from.number()] > 0;
            loops |= from.number() >= block.number();
        }
        if (!reached) {
            return false;
        }
        boolean first = visits[block.number()] == 0;
        boolean grew = false;
        for (long live = function.liveAt(block); live != 0; live &= live - 1) {
            int variable = Long.numberOfTrailingZeros(live);
            int value = values.at(block, variable);
            Range joined = joined(block, variable);
            Range bound = counted.bounds().get(value);
            if (bound != null && joined != null) {
                joined = joined.cut(bound.low(), bound.high());
            }
            Range old = ranges[value];
            if (growing && joined != null && old != null) {
                joined = old.join(joined);
            }
            if (growing && joined != null && !joined.equals(old)) {
                boolean meets = function.origins().of(value) == value;
                if (loops && meets && old != null && visits[block.number()] > PATIENCE) {
                    joined = limits.widen(variable, old, joined, beyondSteps(block));
                    if (bound != null) {
                        joined = joined.cut(bound.low(), bound.high());
                    }
                }
                grew = true;
            }
            ranges[value] = joined == null ? old : joined;
        }
        if (growing && (grew || first)) {
            visits[block.number()]++;
        }
        return grew || first;
    }

    private boolean beyondSteps(Block block) {
        return visits[block.number()] > PATIENCE + STEPS;
    }

    private Range joined(Block block, int variable) {
        Range all = block.number() == 0 ? argument(variable) : null;
        for (Block from : function.predecessors(block)) {
            int value = values.out(from, variable);
            Range range = value < 0 || visits[from.number()] == 0 ? null : ranges[value];
            if (range != null) {
                range = over(from, block, value, range);
            }
            if (range != null) {
                all = all == null ? range : all.join(range);
            }
        }
        return all;
    }

    /// What a variable holds when the function is called. Those that nobody wrote are zero.
    private static Range argument(int variable) {
        if (variable >= FIRST_ARGUMENT && variable <= LAST_ARGUMENT) {
            return Range.ANY;
        }
        if (variable == Effects.LOOP_BUDGET) {
            return Range.of(Effects.LOOP_ROUNDS);
        }
        return variable == 10 ? Range.ADDRESS : Range.of(0);
    }

    /// What is left of a value where `from` goes on with `to`; `null` if it cannot.
    private Range over(Block from, Block to, int value, Range range) {
        if (!(function.insn(from.last()) instanceof Insn.Branch branch)
                || from.next() == from.target()) {
            return range;
        }
        Condition stated = counted.condition(from.last(), branch.condition());
        Condition condition = from.target() == to.number() ? stated : Refinements.opposite(stated);
        if (condition == null) {
            return range;
        }
        boolean constant = branch.src() instanceof Operand.Immediate;
        int first = values.use(from.last(), 0);
        int second = constant ? -1 : values.use(from.last(), 1);
        Range other =
                branch.src() instanceof Operand.Immediate(int number)
                        ? Range.of(number)
                        : of(second);
        if (value == first && value != second) {
            return Refinements.holds(condition, branch.width(), range, other);
        }
        return value == second && value != first
                ? Refinements.holds(
                        Refinements.swapped(condition), branch.width(), range, of(first))
                : range;
    }

    private void walk(Block block) {
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (function.isInsn(slot) && values.def(slot) >= 0) {
                ranges[values.def(slot)] = results.of(slot, this);
            }
        }
    }
}
