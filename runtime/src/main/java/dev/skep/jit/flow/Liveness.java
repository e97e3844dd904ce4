package dev.skep.jit.flow;

import java.util.List;

/// Which variables are read before they are written next.
///
/// Calls leave r1 to r5 as they were: the interpreter does, and `bpf_trace_printk` reads arguments
/// that nobody need have given.
public final class Liveness {
    private final FunctionFlow function;
    private final long[] entries;

    Liveness(FunctionFlow function) {
        this.function = function;
        List<Block> blocks = function.blocks();
        entries = new long[blocks.size()];
        long[] reads = new long[blocks.size()];
        long[] passes = new long[blocks.size()];
        for (Block block : blocks) {
            reads[block.number()] = before(block.first(), block, 0);
            passes[block.number()] = before(block.first(), block, -1L);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = blocks.size() - 1; i >= 0; i--) {
                long live = reads[i] | out(blocks.get(i)) & passes[i];
                changed |= live != entries[i];
                entries[i] = live;
            }
        }
    }

    /// At the start of a block.
    long at(Block block) {
        return entries[block.number()];
    }

    /// Before the instruction at `slot` of a block.
    public long before(int slot, Block block) {
        return before(slot, block, out(block));
    }

    private long before(int slot, Block block, long out) {
        long live = out;
        for (int at = block.last(); at >= slot; at--) {
            if (function.isInsn(at)) {
                Effects effects = function.effects(at);
                if (effects.def() >= 0) {
                    live &= ~(1L << effects.def());
                }
                for (int use : effects.uses()) {
                    live |= 1L << use;
                }
            }
        }
        return live;
    }

    private long out(Block block) {
        return in(block.successor(0)) | in(block.successor(1));
    }

    private long in(int number) {
        return number < 0 ? 0 : entries[number];
    }
}
