package dev.skep.jit;

import dev.skep.isa.Insn;
import dev.skep.jit.flow.Block;
import dev.skep.jit.flow.FunctionFlow;
import java.util.ArrayList;
import java.util.List;

/// How a function is cut into Java methods: HotSpot never compiles a method with more than 8,000
/// bytes of bytecode. Cuts keep loops whole where they can: the way from one part to another goes
/// through memory.
///
/// @param starts the first block of each part, in order
record Parts(List<Integer> starts) {
    /// A part should have at least a third of what it may have.
    private static final int LEAST = 3;

    /// The parts of a function.
    ///
    /// @param limit how many bytes of bytecode a part may have, by estimate
    static Parts of(FunctionFlow flow, int limit) {
        List<Block> blocks = flow.blocks();
        int[] depths = depths(blocks);
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        int start = 0;
        int size = 0;
        for (int i = 0; i < blocks.size(); i++) {
            int bytes = bytes(flow, blocks.get(i));
            if (size + bytes > limit && i > start) {
                start = best(flow, depths, start, i, limit);
                starts.add(start);
                size = 0;
                for (int j = start; j < i; j++) {
                    size += bytes(flow, blocks.get(j));
                }
            }
            size += bytes;
        }
        return new Parts(List.copyOf(starts));
    }

    /// How many loops go around the start of each block, by the jumps back.
    private static int[] depths(List<Block> blocks) {
        int[] changes = new int[blocks.size() + 1];
        for (Block block : blocks) {
            for (int to : new int[] {block.next(), block.target()}) {
                if (to >= 0 && to <= block.number()) {
                    changes[to + 1]++;
                    changes[block.number() + 1]--;
                }
            }
        }
        int[] depths = new int[blocks.size()];
        int depth = 0;
        for (int i = 0; i < depths.length; i++) {
            depth += changes[i];
            depths[i] = depth;
        }
        return depths;
    }

    /// Where a part that began at `start` ends best, at `end` at the latest.
    private static int best(FunctionFlow flow, int[] depths, int start, int end, int limit) {
        int best = end;
        int size = 0;
        for (int i = start; i < end; i++) {
            if (i > start && size >= limit / LEAST && depths[i] <= depths[best]) {
                best = i;
            }
            size += bytes(flow, flow.blocks().get(i));
        }
        return depths[end] <= depths[best] ? end : best;
    }

    /// About how many bytes of bytecode a block becomes.
    static int bytes(FunctionFlow flow, Block block) {
        int bytes = 0;
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (flow.isInsn(slot)) {
                bytes += bytes(flow, slot);
            }
        }
        return bytes;
    }

    private static int bytes(FunctionFlow flow, int slot) {
        return switch (flow.insn(slot)) {
            case Insn.Alu _, Insn.Negate _, Insn.SignExtend _, Insn.ByteSwap _ -> 14;
            case Insn.LoadImmediate _ -> 6;
            case Insn.Load _, Insn.Store _ -> flow.slotVariable(slot) >= 0 ? 8 : 30;
            case Insn.Atomic _, Insn.LoadAcquire _, Insn.StoreRelease _ -> 34;
            case Insn.PacketLoad _ -> 40;
            case Insn.Goto _, Insn.Exit _ -> 6;
            case Insn.Branch _, Insn.MayGoto _ -> 14;
            case Insn.CallHelper _, Insn.CallKfunc _ -> 90;
            case Insn.CallSubprogram _ -> 50;
            case Insn.CallRegister _, Insn.CastAddressSpace _ -> 0;
        };
    }

    /// How many there are.
    int count() {
        return starts.size();
    }

    /// The part that a block is in.
    int containing(int block) {
        int low = 0;
        int high = starts.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (starts.get(middle) <= block) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The block behind the last of a part.
    int end(int part, FunctionFlow flow) {
        return part + 1 < starts.size() ? starts.get(part + 1) : flow.blocks().size();
    }
}
