package dev.skep.jit;

import dev.skep.isa.Insn;
import dev.skep.jit.flow.Webs.Form;
import dev.skep.map.JvmMap;
import dev.skep.verify.VerifiedProgram.Direction;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.MapAddresses;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.List;
import java.util.function.IntFunction;

/// Writes instructions, one at a time, into a body.
final class InsnWriter {
    private final Body body;
    private final CodeBuilder code;
    private final AluWriter alu;
    private final BranchWriter branches;
    private final MemoryWriter memory;
    private final CallWriter calls;
    private final MapAddresses maps;
    private final IteratorWriter iterators;
    private final IntFunction<Label> labels;
    private final Runnable leave;

    /// @param iterators writes what belongs to iterators without memory; `null` if all have some
    /// @param labels where the block of a number starts
    /// @param leave writes the return from the function, with r0 on the stack
    InsnWriter(
            Body body,
            Surroundings around,
            IteratorWriter iterators,
            IntFunction<Label> labels,
            Runnable leave) {
        this.body = body;
        this.code = body.code();
        this.iterators = iterators;
        this.labels = labels;
        this.leave = leave;
        List<JvmMap> all = around.maps();
        maps = new MapAddresses(all);
        alu = new AluWriter(body);
        branches = new BranchWriter(body);
        memory = new MemoryWriter(body);
        calls = new CallWriter(body, around, memory, leave);
    }

    /// Writes the instruction at `slot`.
    ///
    /// @param target the block that it jumps to, -1 if it never does
    /// @param following the block that is written next, -1 if none is
    void write(int slot, int target, int following) {
        if (iterators != null && iterators.write(slot, target, labels)) {
            return;
        }
        switch (body.flow().insn(slot)) {
            case Insn.Alu i -> alu.write(i, slot);
            case Insn.Negate i -> alu.write(i, slot);
            case Insn.SignExtend i -> alu.write(i, slot);
            case Insn.ByteSwap i -> alu.write(i, slot);
            case Insn.LoadImmediate i -> loadImmediate(i, slot);
            case Insn.Load i -> memory.write(i, slot);
            case Insn.Store i -> memory.write(i, slot);
            case Insn.Atomic i -> memory.write(i, slot);
            case Insn.LoadAcquire i -> memory.write(i, slot);
            case Insn.StoreRelease i -> memory.write(i, slot);
            case Insn.PacketLoad i -> calls.write(i, slot);
            case Insn.CallHelper i -> calls.write(i, slot);
            case Insn.CallSubprogram i -> calls.write(i, slot);
            case Insn.Branch i -> {
                if (target >= 0) {
                    branch(i, slot, target, following);
                }
            }
            case Insn.MayGoto _ -> mayGoto(slot, target);
            case Insn.Goto _ -> jump(target, following);
            case Insn.Exit _ -> {
                body.pushLong(slot, 0);
                leave.run();
            }
            case Insn.CallKfunc i -> calls.write(i, slot);
            case Insn.CallRegister _, Insn.CastAddressSpace _ ->
                    throw new IllegalStateException("refused before");
        }
    }

    /// The order of blocks makes many jumps unnecessary.
    private void jump(int target, int following) {
        if (target != following) {
            code.goto_(labels.apply(target));
        }
    }

    private void branch(Insn.Branch i, int slot, int target, int following) {
        boolean always =
                body.flow()
                        .program()
                        .directionAt(slot)
                        .filter(d -> d == Direction.JUMPS)
                        .isPresent();
        if (always) {
            jump(target, following);
        } else {
            branches.write(i, slot, labels.apply(target));
        }
    }

    private void mayGoto(int slot, int target) {
        body.pushInt(slot, 0);
        code.iconst_1().isub();
        body.popSigned(slot);
        if (target >= 0) {
            body.pushResult(slot);
            code.iflt(labels.apply(target));
        }
    }

    private void loadImmediate(Insn.LoadImmediate i, int slot) {
        long value =
                switch (i.kind()) {
                    case VALUE -> i.value();
                    case MAP_INDEX -> maps.handle((int) i.value());
                    case MAP_INDEX_VALUE ->
                            maps.value((int) i.value(), (int) (i.value() >>> Integer.SIZE));
                    case FUNCTION -> CompiledCode.functionAddress(slot + 1 + (int) i.value());
                    case VARIABLE -> 1;
                    case MAP_FD, MAP_FD_VALUE -> throw new IllegalStateException("refused before");
                };
        if (body.resultForm(slot) == Form.LONG) {
            body.constants().push(code, value);
            body.popLong(slot);
        } else {
            body.constants().push(code, (int) value);
            body.popSigned(slot);
        }
    }
}
