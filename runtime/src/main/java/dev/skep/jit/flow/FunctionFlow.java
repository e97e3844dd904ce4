package dev.skep.jit.flow;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.verify.VerifiedProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A function with everything that is known about it: blocks, effects of its instructions, live
/// variables, and values: a *value* is one definition of a variable, or the meeting of several at
/// the start of a block. Values that one use may see together form a *web*, which is what becomes a
/// local variable.
public final class FunctionFlow {
    private static final int NONE = -1;

    private final VerifiedProgram program;
    private final int start;
    private final int end;
    private final List<Block> blocks;
    private final FrameSlots.Result frame;
    private final int[] slotVariables;
    private final Effects[] effects;
    private final NumberIterators iterators;
    private final Liveness liveness;
    private final Values values;
    private final List<List<Block>> predecessors;
    private final Origins origins;
    private final CountedLoops.Result counted;
    private final Ranges ranges;
    private final Webs webs;

    private FunctionFlow(VerifiedProgram program, int start, int end, IntUnaryOperator arguments) {
        this.program = program;
        this.start = start;
        this.end = end;
        Bytecode code = program.program().code();
        blocks = Blocks.of(program, start, end);
        FrameAddresses addresses = new FrameAddresses(code, blocks);
        frame = FrameSlots.of(program, addresses, start, end, Effects.MOST - Effects.FIRST_SLOT);
        slotVariables = slotVariables();
        effects = effects(arguments);
        iterators = new NumberIterators(this, addresses, frame.closed());
        predecessors = predecessors();
        liveness = new Liveness(this);
        values = new Values(this);
        origins = new Origins(this);
        Ranges first = new Ranges(this, CountedLoops.Result.NONE);
        counted = CountedLoops.of(this, first);
        ranges = counted.sides().isEmpty() ? first : new Ranges(this, counted);
        webs = new Webs(this);
    }

    /// Looks at the function in the slots from `start` to `end`.
    ///
    /// @param arguments how many arguments the function takes that starts at a slot
    public static FunctionFlow of(
            VerifiedProgram program, int start, int end, IntUnaryOperator arguments) {
        return new FunctionFlow(program, start, end, arguments);
    }

    private List<List<Block>> predecessors() {
        List<List<Block>> all = new ArrayList<>();
        blocks.forEach(_ -> all.add(new ArrayList<>(2)));
        for (Block block : blocks) {
            for (int which = 0; which < 2; which++) {
                if (block.successor(which) >= 0) {
                    all.get(block.successor(which)).add(block);
                }
            }
        }
        return all;
    }

    private int[] slotVariables() {
        int[] variables = new int[end - start];
        Arrays.fill(variables, NONE);
        int[] byOffset = new int[1 << 10];
        Arrays.fill(byOffset, NONE);
        for (int i = 0; i < frame.slots().size(); i++) {
            byOffset[-frame.slots().get(i).offset()] = Effects.FIRST_SLOT + i;
        }
        for (int i = 0; i < variables.length; i++) {
            int distance = frame.distances()[i];
            if (distance < 0 && distance > -byOffset.length) {
                variables[i] = byOffset[-distance];
            }
        }
        return variables;
    }

    private Effects[] effects(IntUnaryOperator arguments) {
        Effects[] all = new Effects[end - start];
        for (Block block : blocks) {
            for (int slot = block.first(); slot <= block.last(); slot++) {
                if (isInsn(slot)) {
                    all[slot - start] =
                            Effects.of(
                                    program,
                                    insn(slot),
                                    slot,
                                    slotVariables[slot - start],
                                    inFrame(slot),
                                    arguments);
                }
            }
        }
        return all;
    }

    /// The program that it is part of.
    public VerifiedProgram program() {
        return program;
    }

    /// Its first slot.
    public int start() {
        return start;
    }

    /// The slot behind its last.
    public int end() {
        return end;
    }

    /// Its blocks in the order in which they are written; the first is the entry.
    public List<Block> blocks() {
        return blocks;
    }

    /// The blocks that a block follows.
    List<Block> predecessors(Block block) {
        return predecessors.get(block.number());
    }

    /// The condition of the branch at `slot`, or one that says the same and by which HotSpot knows
    /// a counted loop: `<` for `!=` where the counter stays below its limit.
    public Condition condition(int slot) {
        return counted.condition(slot, ((Insn.Branch) insn(slot)).condition());
    }

    /// Whether the branch at `slot` is a test for equality that leaves a loop in which nothing is
    /// read, written or called. HotSpot had better not know the counter of such a loop: it would
    /// unroll it, and of `x + (i + 1)` in the second round make `(x + i) + 1`, which is one more
    /// step in what each round waits for.
    public boolean leavesComputation(int slot) {
        return counted.computing().contains(slot);
    }

    /// Whether an instruction starts at `slot`.
    public boolean isInsn(int slot) {
        return program.program().code().startsAt(slot);
    }

    /// The instruction at `slot`.
    public Insn insn(int slot) {
        return program.program().code().at(slot);
    }

    /// What the instruction at `slot` reads and writes.
    public Effects effects(int slot) {
        return effects[slot - start];
    }

    /// The variable that the access at `slot` means, -1 if it means memory.
    public int slotVariable(int slot) {
        return slotVariables[slot - start];
    }

    /// Whether the access at `slot` is at a known place in the frame.
    public boolean inFrame(int slot) {
        return frame.distances()[slot - start] != FrameAddresses.OTHER;
    }

    /// That place: the distance from r10 in bytes.
    public int frameDistance(int slot) {
        return frame.distances()[slot - start];
    }

    /// How many variables there are.
    public int variables() {
        return Effects.FIRST_SLOT + frame.slots().size();
    }

    /// Which variables are read after the start of a block before they are written, a bit for each.
    public long liveAt(Block block) {
        return liveness.at(block);
    }

    /// Which variables are read after the instruction at `slot` before they are written.
    public Liveness liveness() {
        return liveness;
    }

    /// Its iterators over numbers that need no memory.
    public NumberIterators iterators() {
        return iterators;
    }

    Values values() {
        return values;
    }

    Origins origins() {
        return origins;
    }

    Ranges ranges() {
        return ranges;
    }

    /// The webs of its values.
    public Webs webs() {
        return webs;
    }

    /// The web of operand `operand` of the instruction at `slot`, counted as [Effects#uses] does.
    public int useWeb(int slot, int operand) {
        return webs.of(values.use(slot, operand));
    }

    /// The web that the instruction at `slot` writes.
    public int defWeb(int slot) {
        return webs.of(values.def(slot));
    }

    /// The web of a variable that is live at the start of a block.
    public int webAt(Block block, int variable) {
        return webs.of(values.at(block, variable));
    }

    /// What is known of operand `operand` of the instruction at `slot`.
    public Range useRange(int slot, int operand) {
        return ranges.use(slot, operand);
    }
}
