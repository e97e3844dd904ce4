package dev.skep.verify.path;

import dev.skep.isa.Insn;
import dev.skep.verify.rule.Arithmetic;
import dev.skep.verify.rule.Branches;
import dev.skep.verify.rule.Exit;
import dev.skep.verify.rule.FunctionCall;
import dev.skep.verify.rule.HelperCall;
import dev.skep.verify.rule.Immediates;
import dev.skep.verify.rule.KfuncCall;
import dev.skep.verify.rule.MemoryAccess;
import dev.skep.verify.rule.PacketLoads;
import dev.skep.verify.rule.Walk;

/// One instruction: gives it to the rule that it belongs to.
final class Step {
    /// There is no next instruction.
    static final int END = -1;

    private final Walk walk;
    private final Arithmetic arithmetic;
    private final Branches branches;
    private final MemoryAccess memory;
    private final Immediates immediates;
    private final PacketLoads packetLoads;
    private final HelperCall helpers;
    private final KfuncCall kfuncs;
    private final FunctionCall functions;
    private final Exit exit;

    Step(Walk walk) {
        this.walk = walk;
        this.arithmetic = new Arithmetic(walk);
        this.branches = new Branches(walk);
        this.memory = new MemoryAccess(walk);
        this.immediates = new Immediates(walk);
        this.packetLoads = new PacketLoads(walk);
        this.helpers = new HelperCall(walk);
        this.kfuncs = new KfuncCall(walk);
        this.functions = new FunctionCall(walk);
        this.exit = new Exit(walk);
    }

    /// Walks the instruction at hand; the slot of the next one, or [#END].
    int walk() {
        int slot = walk.slot();
        switch (walk.insn()) {
            case Insn.Alu i -> arithmetic.apply(i);
            case Insn.Load i -> memory.apply(i);
            case Insn.Store i -> memory.apply(i);
            case Insn.Branch i -> {
                return branches.apply(i);
            }
            case Insn.Goto i -> {
                return i.target();
            }
            case Insn.LoadImmediate i -> {
                immediates.apply(i);
                return slot + 2;
            }
            case Insn.CallHelper i -> helpers.apply(i.id());
            case Insn.CallSubprogram i -> {
                return functions.apply(i);
            }
            case Insn.CallKfunc i -> {
                return kfuncs.apply(i) ? slot + 1 : END;
            }
            case Insn.Exit _ -> {
                return leave();
            }
            case Insn.SignExtend i -> arithmetic.apply(i);
            case Insn.Negate i -> arithmetic.apply(i);
            case Insn.ByteSwap i -> arithmetic.apply(i);
            case Insn.Atomic i -> memory.apply(i);
            case Insn.LoadAcquire i -> memory.apply(i);
            case Insn.StoreRelease i -> memory.apply(i);
            case Insn.PacketLoad i -> packetLoads.apply(i);
            case Insn.MayGoto i -> {
                return branches.apply(i);
            }
            case Insn.CastAddressSpace _ -> throw walk.undecided("arena");
            case Insn.CallRegister _ -> throw walk.undecided("call through a register");
        }
        return slot + 1;
    }

    private int leave() {
        exit.checkHoldings();
        if (walk.state().depth() > 0) {
            return functions.leave();
        }
        exit.apply();
        return END;
    }
}
