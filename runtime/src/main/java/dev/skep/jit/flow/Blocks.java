package dev.skep.jit.flow;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.VerifiedProgram.Direction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Cuts a function into blocks. Instructions that no run comes to are left out, and so are the
/// sides of branches that none takes.
final class Blocks {
    private static final int NONE = -1;

    /// Longer stretches are cut, so that they can be divided among methods.
    private static final int LONGEST = 128;

    private final VerifiedProgram program;
    private final Bytecode code;
    private final int start;
    private final int end;

    private Blocks(VerifiedProgram program, int start, int end) {
        this.program = program;
        this.code = program.program().code();
        this.start = start;
        this.end = end;
    }

    /// The blocks of the function in the slots from `start` to `end`.
    static List<Block> of(VerifiedProgram program, int start, int end) {
        return BlockOrder.sort(new Blocks(program, start, end).cut());
    }

    /// Where the jump at a slot leads if it is taken, -1 for instructions that do not jump.
    static int target(Insn insn) {
        return switch (insn) {
            case Insn.Goto i -> i.target();
            case Insn.Branch i -> i.target();
            case Insn.MayGoto i -> i.target();
            case Insn.Alu _,
                    Insn.Negate _,
                    Insn.SignExtend _,
                    Insn.ByteSwap _,
                    Insn.CastAddressSpace _,
                    Insn.LoadImmediate _,
                    Insn.Load _,
                    Insn.Store _,
                    Insn.Atomic _,
                    Insn.LoadAcquire _,
                    Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.CallHelper _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.Exit _ ->
                    NONE;
        };
    }

    private boolean jumps(Insn insn, int slot) {
        return target(insn) != NONE
                && program.directionAt(slot).orElse(Direction.BOTH) != Direction.FALLS_THROUGH;
    }

    private boolean goesOn(Insn insn, int slot) {
        return !(insn instanceof Insn.Exit)
                && !(insn instanceof Insn.Goto)
                && program.directionAt(slot).orElse(Direction.BOTH) != Direction.JUMPS;
    }

    private List<Block> cut() {
        BitSet leaders = new BitSet(end);
        leaders.set(start);
        for (int slot = start; slot < end; slot++) {
            if (isReached(slot)) {
                Insn insn = code.at(slot);
                if (jumps(insn, slot)) {
                    leaders.set(target(insn));
                }
                if (target(insn) != NONE || insn instanceof Insn.Exit) {
                    leaders.set(slot + 1);
                }
            } else {
                leaders.set(slot + (code.startsAt(slot) ? code.at(slot).slots() : 1));
            }
        }
        return build(leaders);
    }

    private boolean isReached(int slot) {
        return code.startsAt(slot) && program.reaches(slot);
    }

    private List<Block> build(BitSet leaders) {
        int[] numbers = new int[end + 1];
        Arrays.fill(numbers, NONE);
        List<int[]> extents = new ArrayList<>();
        for (int slot = start; slot < end; slot++) {
            if (!isReached(slot)) {
                continue;
            }
            boolean begins = extents.isEmpty() || leaders.get(slot);
            if (begins || slot - extents.getLast()[0] >= LONGEST) {
                numbers[slot] = extents.size();
                extents.add(new int[] {slot, slot});
            }
            extents.getLast()[1] = slot;
        }
        List<Block> blocks = new ArrayList<>();
        for (int[] extent : extents) {
            int last = extent[1];
            Insn insn = code.at(last);
            blocks.add(
                    new Block(
                            blocks.size(),
                            extent[0],
                            last,
                            goesOn(insn, last) ? numbers[last + insn.slots()] : NONE,
                            jumps(insn, last) ? numbers[target(insn)] : NONE));
        }
        return List.copyOf(blocks);
    }
}
