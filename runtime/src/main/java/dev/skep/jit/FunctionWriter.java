package dev.skep.jit;

import dev.skep.jit.Surroundings.Callee;
import dev.skep.jit.flow.Block;
import dev.skep.jit.flow.Effects;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.vm.Execution;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes one function: as one Java method, or as several and one that goes from one to the next.
///
/// A part gets the number of the block to start at and returns that of the block to go on with, as
/// `part << 16 | entry`, or -1 when the function returns. In between, variables that are alive
/// stand below the stack frame.
final class FunctionWriter {
    private static final int PART_SHIFT = 16;
    private static final int ENTRY_MASK = (1 << PART_SHIFT) - 1;

    /// A group of so many parts is gone through by a method of its own if there are more.
    private static final int GROUP = 256;

    private static final int GROUP_SHIFT = PART_SHIFT + 8;
    private static final int FLAGS = ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc EXECUTION = Execution.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc PART = MethodTypeDesc.of(INT, EXECUTION, LONG, INT);

    private final ClassBuilder target;
    private final Surroundings around;
    private final Constants constants;
    private final FunctionFlow flow;
    private final Callee self;
    private final Parts parts;
    private final Map<Integer, Integer> entries = new TreeMap<>();
    private final List<List<Block>> entriesOfParts = new ArrayList<>();

    FunctionWriter(
            ClassBuilder target,
            Surroundings around,
            Constants constants,
            FunctionFlow flow,
            Parts parts) {
        this.target = target;
        this.around = around;
        this.constants = constants;
        this.flow = flow;
        this.parts = parts;
        this.self = around.callee(flow.start());
    }

    void write() {
        if (parts.count() == 1) {
            target.withMethodBody(self.name(), self.type(), FLAGS, this::whole);
            return;
        }
        findEntries();
        for (int part = 0; part < parts.count(); part++) {
            int number = part;
            target.withMethodBody(name(part), PART, FLAGS, code -> part(code, number));
        }
        boolean grouped = parts.count() > GROUP;
        int groups = grouped ? (parts.count() + GROUP - 1) / GROUP : 0;
        for (int group = 0; group < groups; group++) {
            int first = group * GROUP;
            int last = Math.min(parts.count(), first + GROUP);
            target.withMethodBody(
                    groupName(group), PART, FLAGS, code -> goThrough(code, first, last));
        }
        target.withMethodBody(
                self.name(), self.type(), FLAGS, code -> all(code, grouped ? groups : 0));
    }

    private String name(int part) {
        return self.name() + "$" + part;
    }

    private String groupName(int group) {
        return self.name() + "$group" + group;
    }

    private void whole(CodeBuilder code) {
        Body body = new Body(code, flow, constants);
        enter(body);
        Label[] labels = new Label[flow.blocks().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = code.newLabel();
        }
        IteratorWriter iterators = new IteratorWriter(body);
        iterators.enter();
        InsnWriter writer = new InsnWriter(body, around, iterators, i -> labels[i], code::lreturn);
        for (Block block : flow.blocks()) {
            code.labelBinding(labels[block.number()]);
            write(writer, block, block.number() + 1);
            if (block.next() >= 0 && block.next() != block.number() + 1) {
                code.goto_(labels[block.next()]);
            }
        }
    }

    /// Writes a block, but for the way to the block that follows if nothing jumps.
    private void write(InsnWriter writer, Block block, int following) {
        for (int slot = block.first(); slot <= block.last(); slot++) {
            if (flow.isInsn(slot)) {
                writer.write(slot, slot == block.last() ? block.target() : -1, following);
            }
        }
    }

    /// Gives what is alive at the start its value: arguments, and zero for what nobody wrote.
    private void enter(Body body) {
        forEachAlive(
                flow.blocks().getFirst(),
                variable -> {
                    pushInitial(body, variable);
                    body.enter(flow.blocks().getFirst(), variable);
                });
    }

    private void pushInitial(Body body, int variable) {
        if (variable >= 1 && variable <= self.arguments()) {
            body.code().lload(parameter(variable));
        } else if (variable == Effects.LOOP_BUDGET) {
            constants.push(body.code(), (long) Effects.LOOP_ROUNDS);
        } else {
            body.code().lconst_0();
        }
    }

    private static int parameter(int register) {
        return Body.FIRST_FREE + 2 * (register - 1);
    }

    private interface Each {
        void accept(int variable);
    }

    private void forEachAlive(Block block, Each each) {
        for (long live = flow.liveAt(block) & ~(1L << 10); live != 0; live &= live - 1) {
            each.accept(Long.numberOfTrailingZeros(live));
        }
    }

    /// The blocks that other parts go on with.
    private void findEntries() {
        for (int part = 0; part < parts.count(); part++) {
            entriesOfParts.add(new ArrayList<>());
        }
        addEntry(0);
        for (Block block : flow.blocks()) {
            for (int to : new int[] {block.next(), block.target()}) {
                if (to >= 0 && parts.containing(to) != parts.containing(block.number())) {
                    addEntry(to);
                }
            }
        }
    }

    private void addEntry(int block) {
        if (!entries.containsKey(block)) {
            int part = parts.containing(block);
            List<Block> all = entriesOfParts.get(part);
            entries.put(block, part << PART_SHIFT | all.size());
            all.add(flow.blocks().get(block));
        }
    }

    private void part(CodeBuilder code, int part) {
        Body body = new Body(code, flow, constants);
        int first = parts.starts().get(part);
        int end = parts.end(part, flow);
        Label[] labels = new Label[end - first];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = code.newLabel();
        }
        Map<Integer, Label> exits = new TreeMap<>();
        MemoryWriter memory = new MemoryWriter(body);
        restore(body, memory, part, labels, first);
        InsnWriter writer =
                new InsnWriter(
                        body,
                        around,
                        null,
                        block ->
                                block >= first && block < end
                                        ? labels[block - first]
                                        : exits.computeIfAbsent(block, _ -> code.newLabel()),
                        () -> leave(body, memory));
        for (int number = first; number < end; number++) {
            Block block = flow.blocks().get(number);
            code.labelBinding(labels[number - first]);
            write(writer, block, number + 1 < end ? number + 1 : -1);
            int next = block.next();
            if (next >= first && next < end) {
                if (next != number + 1) {
                    code.goto_(labels[next - first]);
                }
            } else if (next >= 0) {
                code.goto_(exits.computeIfAbsent(next, _ -> code.newLabel()));
            }
        }
        exits.forEach(
                (block, label) -> {
                    code.labelBinding(label);
                    save(body, memory, flow.blocks().get(block));
                    constants.push(code, entries.get(block));
                    code.ireturn();
                });
    }

    private void restore(Body body, MemoryWriter memory, int part, Label[] labels, int first) {
        CodeBuilder code = body.code();
        List<Block> all = entriesOfParts.get(part);
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        Label otherwise = code.newLabel();
        code.iload(Body.FIRST_FREE);
        if (cases.isEmpty()) {
            code.pop();
        } else {
            code.tableswitch(1, all.size() - 1, otherwise, cases);
        }
        code.labelBinding(otherwise);
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                code.labelBinding(cases.get(i - 1).target());
            }
            Block block = all.get(i);
            forEachAlive(
                    block,
                    variable -> {
                        memory.loadFrame(
                                Surroundings.savedAt(variable), body.isInt(block, variable));
                        body.popAt(block, variable);
                    });
            code.goto_(labels[block.number() - first]);
        }
    }

    private void save(Body body, MemoryWriter memory, Block block) {
        forEachAlive(
                block,
                variable ->
                        memory.storeFrame(
                                Surroundings.savedAt(variable),
                                body.isInt(block, variable),
                                () -> body.pushAt(block, variable)));
    }

    /// Returns from the function: r0 is on the stack.
    private static void leave(Body body, MemoryWriter memory) {
        int result = body.newLong();
        body.code().lstore(result);
        memory.storeFrame(Surroundings.savedAt(0), false, () -> body.code().lload(result));
        body.code().iconst_m1().ireturn();
    }

    /// The method that goes from part to part.
    private void all(CodeBuilder code, int groups) {
        Body body = new Body(code, flow, constants);
        MemoryWriter memory = new MemoryWriter(body);
        Block entry = flow.blocks().getFirst();
        forEachAlive(
                entry,
                variable ->
                        memory.storeFrame(
                                Surroundings.savedAt(variable),
                                body.isInt(entry, variable),
                                () -> {
                                    pushInitial(body, variable);
                                    if (body.isInt(entry, variable)) {
                                        code.l2i();
                                    }
                                }));
        int next = body.newInt();
        Label again = code.newLabel();
        Label done = code.newLabel();
        constants.push(code, entries.get(0));
        code.istore(next).labelBinding(again).iload(next).iflt(done);
        boolean grouped = groups > 0;
        dispatch(code, next, again, 0, grouped ? groups : parts.count(), grouped);
        code.labelBinding(done);
        memory.loadFrame(Surroundings.savedAt(0), false);
        code.lreturn();
    }

    /// The method that goes from part to part within a group, as long as it stays there.
    private void goThrough(CodeBuilder code, int first, int end) {
        int next = code.allocateLocal(TypeKind.INT);
        Label again = code.newLabel();
        Label done = code.newLabel();
        code.iload(Body.FIRST_FREE).istore(next).labelBinding(again).iload(next).iflt(done);
        code.iload(next).bipush(GROUP_SHIFT).ishr();
        constants.push(code, first / GROUP);
        code.if_icmpne(done);
        dispatch(code, next, again, first, end, false);
        code.labelBinding(done).iload(next).ireturn();
    }

    private void dispatch(
            CodeBuilder code, int next, Label again, int first, int end, boolean groups) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = first; i < end; i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        code.iload(next).bipush(groups ? GROUP_SHIFT : PART_SHIFT).ishr();
        code.tableswitch(first, end - 1, cases.getFirst().target(), cases);
        for (SwitchCase one : cases) {
            int number = one.caseValue();
            code.labelBinding(one.target()).aload(Body.THIS).aload(Body.RUN).lload(Body.FRAME);
            code.iload(next);
            if (!groups) {
                constants.push(code, ENTRY_MASK);
                code.iand();
            }
            code.invokevirtual(around.self(), groups ? groupName(number) : name(number), PART);
            code.istore(next).goto_(again);
        }
    }
}
