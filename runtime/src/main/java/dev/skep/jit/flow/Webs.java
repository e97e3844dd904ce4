package dev.skep.jit.flow;

import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// The webs of a function, and what kind of local variable each becomes.
public final class Webs {
    /// How a web's numbers stand in a local variable.
    public enum Form {
        /// As a `long`.
        LONG,
        /// As an `int` whose sign extends to the number.
        SIGNED,
        /// As an `int` whose bits are the number's, all above being zero.
        UNSIGNED,
        /// As an `int` that holds the low half; nobody looks at the high one.
        LOW
    }

    private final FunctionFlow function;
    private final Values values;
    private final int[] parents;
    private final BitSet wide = new BitSet();
    private final Form[] forms;

    Webs(FunctionFlow function) {
        this.function = function;
        this.values = function.values();
        parents = new int[values.count()];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = i;
        }
        unite();
        findWide();
        forms = forms();
    }

    /// The web of a value.
    int of(int value) {
        int root = value;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    /// How the numbers of a web stand in its local variable.
    public Form form(int web) {
        return forms[web];
    }

    private void unite() {
        for (Block block : function.blocks()) {
            for (int which = 0; which < 2; which++) {
                int successor = block.successor(which);
                if (successor < 0) {
                    continue;
                }
                Block to = function.blocks().get(successor);
                for (long live = function.liveAt(to); live != 0; live &= live - 1) {
                    int variable = Long.numberOfTrailingZeros(live);
                    int out = values.out(block, variable);
                    if (out >= 0) {
                        parents[of(out)] = of(values.at(to, variable));
                    }
                }
            }
        }
    }

    /// The webs of which some use looks at the high half. Where a result's high half is looked at,
    /// so is that of what it was made from.
    private void findWide() {
        List<List<Integer>> sources = new ArrayList<>();
        for (int i = 0; i < parents.length; i++) {
            sources.add(null);
        }
        Deque<Integer> work = new ArrayDeque<>();
        for (Block block : function.blocks()) {
            for (int slot = block.first(); slot <= block.last(); slot++) {
                if (function.isInsn(slot)) {
                    look(slot, sources, work);
                }
            }
        }
        while (!work.isEmpty()) {
            int web = work.pop();
            if (!wide.get(web)) {
                wide.set(web);
                if (sources.get(web) != null) {
                    work.addAll(sources.get(web));
                }
            }
        }
    }

    private void look(int slot, List<List<Integer>> sources, Deque<Integer> work) {
        int count = function.effects(slot).uses().length;
        for (int operand = 0; operand < count; operand++) {
            int web = of(values.use(slot, operand));
            switch (demand(slot, operand)) {
                case HIGH -> work.add(web);
                case AS_RESULT -> {
                    int result = of(values.def(slot));
                    if (sources.get(result) == null) {
                        sources.set(result, new ArrayList<>());
                    }
                    sources.get(result).add(web);
                }
                case LOW -> {}
            }
        }
    }

    private enum Demand {
        LOW,
        AS_RESULT,
        HIGH
    }

    private Demand demand(int slot, int operand) {
        return switch (function.insn(slot)) {
            case Insn.Alu i -> i.width() == Width.W32 ? Demand.LOW : wide(i, operand);
            case Insn.Negate i -> i.width() == Width.W32 ? Demand.LOW : Demand.AS_RESULT;
            case Insn.ByteSwap i -> i.bits() == Long.SIZE ? Demand.HIGH : Demand.LOW;
            case Insn.SignExtend _ -> Demand.LOW;
            case Insn.Load i ->
                    function.slotVariable(slot) < 0
                            ? Demand.HIGH
                            : i.size() == MemorySize.DW ? Demand.AS_RESULT : Demand.LOW;
            case Insn.Store i -> {
                if (function.slotVariable(slot) >= 0) {
                    yield i.size() == MemorySize.DW ? Demand.AS_RESULT : Demand.LOW;
                }
                boolean value =
                        i.src() instanceof Operand.Register
                                && operand == function.effects(slot).uses().length - 1;
                yield value && i.size() != MemorySize.DW ? Demand.LOW : Demand.HIGH;
            }
            case Insn.CallHelper _ -> function.slotVariable(slot) >= 0 ? Demand.LOW : Demand.HIGH;
            case Insn.Branch i -> i.width() == Width.W32 ? Demand.LOW : Demand.HIGH;
            case Insn.PacketLoad _, Insn.MayGoto _ -> Demand.LOW;
            case Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Goto _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    Demand.HIGH;
        };
    }

    private static Demand wide(Insn.Alu i, int operand) {
        return switch (i.op()) {
            case MOV, ADD, SUB, MUL, OR, XOR -> Demand.AS_RESULT;
            case AND ->
                    i.src() instanceof Operand.Immediate(int mask) && mask >= 0
                            ? Demand.LOW
                            : Demand.AS_RESULT;
            case LSH -> operand == 0 ? Demand.AS_RESULT : Demand.LOW;
            case RSH, ARSH -> operand == 0 ? Demand.HIGH : Demand.LOW;
            case DIV, SDIV, MOD, SMOD -> Demand.HIGH;
        };
    }

    private Form[] forms() {
        Range[] ranges = new Range[parents.length];
        for (int value = 0; value < parents.length; value++) {
            int web = of(value);
            Range range = function.ranges().of(value);
            ranges[web] = ranges[web] == null ? range : ranges[web].join(range);
        }
        Form[] all = new Form[parents.length];
        for (int web = 0; web < parents.length; web++) {
            if (ranges[web] != null && of(web) == web) {
                all[web] = form(ranges[web], wide.get(web));
            }
        }
        return all;
    }

    private static Form form(Range range, boolean wide) {
        if (range.fitsInt()) {
            return Form.SIGNED;
        }
        if (range.fitsWord()) {
            return Form.UNSIGNED;
        }
        return wide ? Form.LONG : Form.LOW;
    }
}
