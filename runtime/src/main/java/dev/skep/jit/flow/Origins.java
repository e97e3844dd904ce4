package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where values come from in truth: a copy is what it was copied from, and a value at the start of
/// a block at which only one other value arrives, over whatever ways, is that value.
final class Origins {
    private static final int UNKNOWN = -1;

    private final FunctionFlow function;
    private final int[] origins;
    private final Block[] places;

    Origins(FunctionFlow function) {
        this.function = function;
        origins = new int[function.values().count()];
        places = new Block[origins.length];
        Arrays.fill(origins, UNKNOWN);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : function.blocks()) {
                changed |= enter(block) | walk(block);
            }
        }
    }

    private boolean walk(Block block) {
        boolean changed = false;
        for (int slot = block.first(); slot <= block.last(); slot++) {
            int value = function.isInsn(slot) ? function.values().def(slot) : UNKNOWN;
            if (value >= 0) {
                places[value] = block;
                int origin =
                        copies(function, slot) ? origins[function.values().use(slot, 0)] : value;
                changed |= origins[value] != origin;
                origins[value] = origin;
            }
        }
        return changed;
    }

    /// Whether an instruction only moves the whole of a variable into another.
    static boolean copies(FunctionFlow function, int slot) {
        return switch (function.insn(slot)) {
            case Insn.Alu i ->
                    i.op() == AluOp.MOV
                            && i.width() == Width.W64
                            && i.src() instanceof Operand.Register;
            case Insn.Load i -> function.slotVariable(slot) >= 0 && i.size() == MemorySize.DW;
            case Insn.Store i ->
                    function.slotVariable(slot) >= 0
                            && i.size() == MemorySize.DW
                            && i.src() instanceof Operand.Register;
            case Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.CallHelper _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    false;
        };
    }

    private boolean enter(Block block) {
        boolean changed = false;
        for (long live = function.liveAt(block); live != 0; live &= live - 1) {
            int variable = Long.numberOfTrailingZeros(live);
            int value = function.values().at(block, variable);
            places[value] = block;
            int meeting = meeting(block, variable, value);
            changed |= origins[value] != meeting;
            origins[value] = meeting;
        }
        return changed;
    }

    /// Once two values meet, the one at the start of the block stays an origin: that ends it.
    private int meeting(Block block, int variable, int value) {
        if (block.number() == 0 || origins[value] == value) {
            return value;
        }
        int only = UNKNOWN;
        for (int arriving : arriving(block, variable)) {
            int origin = arriving < 0 ? UNKNOWN : origins[arriving];
            if (origin == UNKNOWN || origin == value) {
                continue;
            }
            if (only != UNKNOWN && only != origin) {
                return value;
            }
            only = origin;
        }
        return only;
    }

    /// The values of a variable at the ends of the blocks before.
    List<Integer> arriving(Block block, int variable) {
        List<Integer> all = new ArrayList<>();
        for (Block from : function.predecessors(block)) {
            all.add(function.values().out(from, variable));
        }
        return all;
    }

    /// The value that a value is.
    int of(int value) {
        return origins[value] == UNKNOWN ? value : origins[value];
    }

    /// The block that an origin belongs to.
    Block place(int origin) {
        return places[origin];
    }
}
