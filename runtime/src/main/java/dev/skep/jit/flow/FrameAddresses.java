package dev.skep.jit.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.Arrays;
import java.util.List;

/// Which registers hold addresses in the function's own stack frame, before each instruction.
final class FrameAddresses {
    /// Nothing that comes from r10.
    static final int OTHER = Integer.MIN_VALUE;

    /// An address in the frame, where is not known; or on some paths only.
    static final int SOMEWHERE = Integer.MIN_VALUE + 1;

    private static final int UNSEEN = Integer.MIN_VALUE + 2;
    private static final int REGISTERS = 11;
    private static final int FRAME_POINTER = 10;
    private static final int FIRST_SAVED = 6;
    private static final int MOST = 1 << 16;

    private final Bytecode code;
    private final List<Block> blocks;
    private final int[][] entries;

    /// Walks the blocks until nothing changes.
    FrameAddresses(Bytecode code, List<Block> blocks) {
        this.code = code;
        this.blocks = blocks;
        entries = new int[blocks.size()][REGISTERS];
        for (int[] entry : entries) {
            Arrays.fill(entry, UNSEEN);
        }
        Arrays.fill(entries[0], OTHER);
        entries[0][FRAME_POINTER] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block block : blocks) {
                if (entries[block.number()][FRAME_POINTER] != UNSEEN) {
                    changed |= flow(block);
                }
            }
        }
    }

    /// Sees every instruction that is reached, with what the registers hold before it: distances
    /// from r10 in bytes, or one of the constants.
    interface Visitor {
        void visit(Insn insn, int slot, int[] registers);
    }

    void forEach(Visitor visitor) {
        for (Block block : blocks) {
            walk(block, visitor);
        }
    }

    private boolean flow(Block block) {
        int[] out = walk(block, (_, _, _) -> {});
        return merge(block.successor(0), out) | merge(block.successor(1), out);
    }

    private boolean merge(int successor, int[] out) {
        if (successor < 0) {
            return false;
        }
        boolean changed = false;
        int[] in = entries[successor];
        for (int i = 0; i < REGISTERS; i++) {
            int joined = in[i] == UNSEEN || in[i] == out[i] ? out[i] : SOMEWHERE;
            changed |= joined != in[i];
            in[i] = joined;
        }
        return changed;
    }

    private int[] walk(Block block, Visitor visitor) {
        int[] registers = entries[block.number()].clone();
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (code.startsAt(slot)) {
                Insn insn = code.at(slot);
                visitor.visit(insn, slot, registers);
                step(insn, registers);
            }
        }
        return registers;
    }

    private static void step(Insn insn, int[] r) {
        switch (insn) {
            case Insn.Alu i -> r[i.dst()] = result(i, r);
            case Insn.Negate i -> r[i.dst()] = blurred(r[i.dst()]);
            case Insn.ByteSwap i -> r[i.dst()] = blurred(r[i.dst()]);
            case Insn.SignExtend i -> r[i.dst()] = blurred(r[i.src()]);
            case Insn.CastAddressSpace i -> r[i.dst()] = blurred(r[i.src()]);
            case Insn.LoadImmediate i -> r[i.dst()] = OTHER;
            case Insn.Load i -> r[i.dst()] = OTHER;
            case Insn.LoadAcquire i -> r[i.dst()] = OTHER;
            case Insn.Atomic i -> {
                if (i.fetch()) {
                    r[Effects.fetched(i)] = OTHER;
                }
            }
            case Insn.CallHelper _,
                    Insn.CallSubprogram _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.PacketLoad _ ->
                    Arrays.fill(r, 0, FIRST_SAVED, OTHER);
            case Insn.Store _,
                    Insn.StoreRelease _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.Exit _ -> {}
        }
    }

    private static int result(Insn.Alu i, int[] r) {
        int src = i.src() instanceof Operand.Register(int number) ? r[number] : OTHER;
        int dst = r[i.dst()];
        if (i.op() == AluOp.MOV) {
            return i.width() == Width.W64 ? src : blurred(src);
        }
        if (known(dst)
                && i.width() == Width.W64
                && i.src() instanceof Operand.Immediate(int value)
                && Math.abs((long) value) < MOST
                && (i.op() == AluOp.ADD || i.op() == AluOp.SUB)) {
            int moved = dst + (i.op() == AluOp.ADD ? value : -value);
            return Math.abs(moved) < MOST ? moved : SOMEWHERE;
        }
        return dst == OTHER && src == OTHER ? OTHER : SOMEWHERE;
    }

    private static int blurred(int value) {
        return value == OTHER ? OTHER : SOMEWHERE;
    }

    /// Whether it is a distance from r10.
    static boolean known(int value) {
        return value > UNSEEN;
    }
}
