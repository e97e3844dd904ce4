package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds loops that end when a counter equals its limit, as LLVM writes them, and of which it can
/// be shown that the counter does not jump over the limit: then it never is beyond, and the test
/// may ask for less or greater, by which HotSpot knows a counted loop.
///
/// A counter starts at `first` and changes by the same `step` once a round; the limit does not
/// change in the loop and differs from `first` by a multiple of `step`, in the right direction;
/// every round goes through the test, which leaves the loop when they are equal.
final class CountedLoops {
    /// On which side of its limit a counter stays.
    enum Side {
        /// The first operand of the test is never greater than the second.
        AT_MOST,
        /// It is never smaller.
        AT_LEAST
    }

    private record Counter(Block header, int value, int next, Range first, long step) {}

    private final FunctionFlow function;
    private final Ranges ranges;
    private final Origins origins;
    private final Map<Integer, Side> sides = new HashMap<>();
    private final Map<Integer, Range> bounds = new HashMap<>();
    private final Set<Integer> computing = new HashSet<>();
    private final Map<Integer, BitSet> bodies = new HashMap<>();

    private CountedLoops(FunctionFlow function, Ranges ranges) {
        this.function = function;
        this.ranges = ranges;
        this.origins = function.origins();
    }

    /// What was found.
    ///
    /// @param sides by the slots of the tests
    /// @param bounds what counters cannot leave, by their values at the starts of their loops
    /// @param computing the slots of tests for equality that leave a loop in which nothing is read,
    ///   written or called
    record Result(Map<Integer, Side> sides, Map<Integer, Range> bounds, Set<Integer> computing) {
        /// Nothing.
        static final Result NONE = new Result(Map.of(), Map.of(), Set.of());

        /// The condition of a test, or one that says the same of a counter.
        Condition condition(int slot, Condition stated) {
            Side side = sides.get(slot);
            boolean equal = stated == Condition.EQ;
            return switch (side) {
                case null -> stated;
                case AT_MOST -> equal ? Condition.SGE : Condition.SLT;
                case AT_LEAST -> equal ? Condition.SLE : Condition.SGT;
            };
        }
    }

    /// Finds them.
    static Result of(FunctionFlow function, Ranges ranges) {
        boolean loops =
                function.blocks().stream()
                        .anyMatch(
                                b ->
                                        b.next() >= 0 && b.next() <= b.number()
                                                || b.target() >= 0 && b.target() <= b.number());
        if (!loops) {
            return Result.NONE;
        }
        CountedLoops all = new CountedLoops(function, ranges);
        function.blocks().forEach(all::lookAtTest);
        function.blocks().forEach(all::lookAtLoop);
        return new Result(Map.copyOf(all.sides), Map.copyOf(all.bounds), Set.copyOf(all.computing));
    }

    private void lookAtLoop(Block header) {
        boolean loops =
                function.predecessors(header).stream()
                        .anyMatch(from -> from.number() >= header.number());
        if (!loops) {
            return;
        }
        BitSet body = bodies.computeIfAbsent(header.number(), this::body);
        List<Block> blocks = body.stream().mapToObj(function.blocks()::get).toList();
        if (blocks.stream().allMatch(this::computes)) {
            blocks.stream()
                    .filter(block -> tests(block) && leaves(block, body))
                    .forEach(block -> computing.add(block.last()));
        }
    }

    private boolean tests(Block block) {
        return function.insn(block.last()) instanceof Insn.Branch branch
                && (branch.condition() == Condition.EQ || branch.condition() == Condition.NE);
    }

    private static boolean leaves(Block block, BitSet body) {
        return block.next() >= 0
                && block.target() >= 0
                && body.get(block.next()) != body.get(block.target());
    }

    private boolean computes(Block block) {
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (function.isInsn(slot) && !computes(function.insn(slot), slot)) {
                return false;
            }
        }
        return true;
    }

    private boolean computes(Insn insn, int slot) {
        return switch (insn) {
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.LoadImmediate _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.Exit _ ->
                    true;
            case Insn.Load _, Insn.Store _ -> function.slotVariable(slot) >= 0;
            case Insn.CastAddressSpace _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.MayGoto _,
                    Insn.CallHelper _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _ ->
                    false;
        };
    }

    private void lookAtTest(Block block) {
        if (tests(block)
                && function.insn(block.last()) instanceof Insn.Branch branch
                && block.next() >= 0
                && block.target() >= 0) {
            int slot = block.last();
            int first = origins.of(function.values().use(slot, 0));
            boolean register = branch.src() instanceof Operand.Register;
            int second = register ? origins.of(function.values().use(slot, 1)) : -1;
            Range firstRange = ranges.use(slot, 0);
            Range secondRange =
                    branch.src() instanceof Operand.Immediate(int value)
                            ? Range.of(value)
                            : ranges.use(slot, 1);
            Side side = side(block, branch, first, second, secondRange);
            if (side == null && register) {
                side = opposite(side(block, branch, second, first, firstRange));
            }
            if (side != null) {
                sides.put(slot, side);
            }
        }
    }

    private static Side opposite(Side side) {
        if (side == null) {
            return null;
        }
        return side == Side.AT_MOST ? Side.AT_LEAST : Side.AT_MOST;
    }

    /// On which side of `limit` the value `tested` stays; `null` if that is not known.
    private Side side(Block test, Insn.Branch branch, int tested, int limit, Range limits) {
        Counter counter = counter(tested);
        if (counter == null || !limits.fitsBoth() || !counter.first.fitsBoth()) {
            return null;
        }
        Range start =
                tested == counter.value
                        ? counter.first
                        : counter.first.apply64(AluOp.ADD, Range.of(counter.step));
        long step = Math.abs(counter.step);
        boolean meets =
                (limits.low() - start.low()) % step == 0
                        && limits.step() % step == 0
                        && start.step() % step == 0;
        boolean up = counter.step > 0 && limits.low() >= start.high();
        boolean down = counter.step < 0 && limits.high() <= start.low();
        if (!meets || !(up || down) || !testsEveryRound(test, branch, counter, limit)) {
            return null;
        }
        bounds.put(
                counter.value,
                up
                        ? Range.between(counter.first.low(), limits.high())
                        : Range.between(limits.low(), counter.first.high()));
        return up ? Side.AT_MOST : Side.AT_LEAST;
    }

    /// The counter that a value is, before or after its change in a round; `null` if it is none.
    private Counter counter(int tested) {
        int value = tested;
        Insn.Alu change = change(tested);
        if (change != null) {
            value = origins.of(function.values().use(slotOf(tested), 0));
        }
        Block header = origins.place(value);
        int variable = header == null ? -1 : variableAt(header, value);
        if (variable < 0) {
            return null;
        }
        int next = -1;
        Range first = null;
        for (Block from : function.predecessors(header)) {
            int arriving = function.values().out(from, variable);
            if (arriving < 0) {
                return null;
            }
            if (from.number() < header.number()) {
                first = first == null ? ranges.of(arriving) : first.join(ranges.of(arriving));
            } else {
                int origin = origins.of(arriving);
                if (next >= 0 && next != origin) {
                    return null;
                }
                next = origin;
            }
        }
        Insn.Alu step = next < 0 ? null : change(next);
        boolean counts =
                step != null
                        && first != null
                        && origins.of(function.values().use(slotOf(next), 0)) == value
                        && (tested == value || tested == next);
        if (!counts) {
            return null;
        }
        long by = ((Operand.Immediate) step.src()).value();
        return new Counter(header, value, next, first, step.op() == AluOp.SUB ? -by : by);
    }

    /// The addition of a constant that makes a value; `null` if something else does.
    private Insn.Alu change(int value) {
        int slot = slotOf(value);
        return slot >= 0
                        && function.insn(slot) instanceof Insn.Alu alu
                        && (alu.op() == AluOp.ADD || alu.op() == AluOp.SUB)
                        && alu.src() instanceof Operand.Immediate(int by)
                        && by != 0
                ? alu
                : null;
    }

    private int slotOf(int value) {
        return function.values().slotOf(value);
    }

    private int variableAt(Block block, int value) {
        for (long live = function.liveAt(block); live != 0; live &= live - 1) {
            int variable = Long.numberOfTrailingZeros(live);
            if (function.values().at(block, variable) == value) {
                return variable;
            }
        }
        return -1;
    }

    private boolean testsEveryRound(Block test, Insn.Branch branch, Counter counter, int limit) {
        BitSet body = bodies.computeIfAbsent(counter.header.number(), this::body);
        boolean fixed = limit < 0 || !body.get(origins.place(limit).number());
        int leaving = branch.condition() == Condition.EQ ? test.target() : test.next();
        return fixed
                && body.get(test.number())
                && !body.get(leaving)
                && !goesRoundWithout(test, counter.header, body);
    }

    /// The blocks of the loops that come back to a header.
    private BitSet body(int header) {
        BitSet body = new BitSet();
        body.set(header);
        Deque<Block> work = new ArrayDeque<>();
        for (Block from : function.predecessors(function.blocks().get(header))) {
            if (from.number() >= header) {
                work.add(from);
            }
        }
        while (!work.isEmpty()) {
            Block block = work.pop();
            if (!body.get(block.number())) {
                body.set(block.number());
                work.addAll(function.predecessors(block));
            }
        }
        return body;
    }

    private boolean goesRoundWithout(Block test, Block header, BitSet body) {
        if (test.number() == header.number()) {
            return false;
        }
        BitSet seen = new BitSet();
        Deque<Block> work = new ArrayDeque<>();
        work.add(header);
        while (!work.isEmpty()) {
            Block block = work.pop();
            for (int which = 0; which < 2; which++) {
                int to = block.successor(which);
                if (to == header.number()) {
                    return true;
                }
                if (to >= 0 && to != test.number() && body.get(to) && !seen.get(to)) {
                    seen.set(to);
                    work.add(function.blocks().get(to));
                }
            }
        }
        return false;
    }
}
