package dev.skep.jit.flow;

import java.util.Arrays;

/// The values of a function. Each has a number: one for every variable that is live at the start of
/// a block, one for every instruction that writes a variable.
final class Values {
    private static final int NONE = -1;

    private final FunctionFlow function;
    private final int[] firstAt;
    private final int[] defs;
    private final int[][] uses;
    private final int[][] outs;
    private int[] slots;
    private int count;

    Values(FunctionFlow function) {
        this.function = function;
        int size = function.end() - function.start();
        firstAt = new int[function.blocks().size()];
        outs = new int[function.blocks().size()][];
        defs = new int[size];
        uses = new int[size][];
        Arrays.fill(defs, NONE);
        for (Block block : function.blocks()) {
            firstAt[block.number()] = count;
            count += Long.bitCount(function.liveAt(block));
        }
        for (Block block : function.blocks()) {
            number(block);
        }
    }

    private void number(Block block) {
        int[] current = new int[function.variables()];
        Arrays.fill(current, NONE);
        for (long live = function.liveAt(block); live != 0; live &= live - 1) {
            int variable = Long.numberOfTrailingZeros(live);
            current[variable] = at(block, variable);
        }
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (!function.isInsn(slot)) {
                continue;
            }
            Effects effects = function.effects(slot);
            int[] used = new int[effects.uses().length];
            for (int i = 0; i < used.length; i++) {
                used[i] = current[effects.uses()[i]];
            }
            uses[slot - function.start()] = used;
            if (effects.def() >= 0) {
                defs[slot - function.start()] = count;
                current[effects.def()] = count++;
            }
        }
        outs[block.number()] = current;
    }

    /// The instruction that writes a value, -1 for one at the start of a block.
    int slotOf(int value) {
        if (slots == null) {
            slots = new int[count];
            Arrays.fill(slots, NONE);
            for (int i = 0; i < defs.length; i++) {
                if (defs[i] >= 0) {
                    slots[defs[i]] = function.start() + i;
                }
            }
        }
        return slots[value];
    }

    /// How many values there are.
    int count() {
        return count;
    }

    /// The value of a variable that is live at the start of a block.
    int at(Block block, int variable) {
        long before = function.liveAt(block) & (1L << variable) - 1;
        return firstAt[block.number()] + Long.bitCount(before);
    }

    /// The value that operand `operand` of the instruction at `slot` reads.
    int use(int slot, int operand) {
        return uses[slot - function.start()][operand];
    }

    /// The value that the instruction at `slot` writes, -1 if it writes none.
    int def(int slot) {
        return defs[slot - function.start()];
    }

    /// The value of a variable at the end of a block, -1 where it has none.
    int out(Block block, int variable) {
        return outs[block.number()][variable];
    }
}
