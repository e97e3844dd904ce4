package dev.skep.verify.flow;

import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.spec.Kfuncs;

/// Which registers matter at each instruction: those that some path from it on reads before it
/// writes them. States that differ in other registers are equal.
public final class LiveRegisters {
    private static final int CALLER_SAVED = 0b111111;
    private static final int ARGUMENTS = 0b111110;
    private static final int SHIFT = 16;

    private final Listing listing;
    private final short[] live;

    private LiveRegisters(Listing listing) {
        this.listing = listing;
        this.live = new short[listing.size()];
    }

    /// Computes them to a fixed point, walking backwards.
    public static LiveRegisters of(Listing listing, Edges edges) {
        LiveRegisters registers = new LiveRegisters(listing);
        int size = listing.size();
        int[] effects = new int[size];
        Backlog backlog = new Backlog(0, size);
        for (int slot = 0; slot < size; slot++) {
            if (listing.at(slot) != null) {
                effects[slot] = registers.effect(slot);
                backlog.add(slot);
            }
        }
        for (int slot = backlog.take(); slot != Edges.NONE; slot = backlog.take()) {
            if (registers.update(slot, effects[slot], edges)) {
                edges.addSources(slot, backlog);
            }
        }
        return registers;
    }

    /// A bit for each register that matters before the instruction at `slot`.
    public int before(int slot) {
        return live[slot];
    }

    private boolean update(int slot, int effect, Edges edges) {
        int following = edges.following(slot);
        int target = edges.target(slot);
        int after =
                (following == Edges.NONE ? 0 : live[following])
                        | (target == Edges.NONE ? 0 : live[target]);
        int used = effect & 0xffff;
        int defined = effect >>> SHIFT;
        short before = (short) (after & ~defined | used);
        boolean changed = before != live[slot];
        live[slot] = before;
        return changed;
    }

    /// The registers that an instruction reads in the low half, those that it writes in the high.
    private int effect(int slot) {
        return switch (listing.at(slot)) {
            case Insn.Alu i ->
                    i.op() == AluOp.MOV
                            ? effect(bit(i.src()), 1 << i.dst())
                            : effect(bit(i.src()) | 1 << i.dst(), 1 << i.dst());
            case Insn.Negate i -> effect(1 << i.dst(), 1 << i.dst());
            case Insn.SignExtend i -> effect(1 << i.src(), 1 << i.dst());
            case Insn.ByteSwap i -> effect(1 << i.dst(), 1 << i.dst());
            case Insn.CastAddressSpace i -> effect(1 << i.src(), 1 << i.dst());
            case Insn.LoadImmediate i -> effect(0, 1 << i.dst());
            case Insn.Load i -> effect(1 << i.base(), 1 << i.dst());
            case Insn.Store i -> effect(bit(i.src()) | 1 << i.base(), 0);
            case Insn.Atomic i -> atomic(i);
            case Insn.LoadAcquire i -> effect(1 << i.base(), 1 << i.dst());
            case Insn.StoreRelease i -> effect(1 << i.base() | 1 << i.src(), 0);
            case Insn.PacketLoad i ->
                    effect(1 << 6 | (i.index() < 0 ? 0 : 1 << i.index()), CALLER_SAVED);
            case Insn.Goto _ -> 0;
            case Insn.Branch i -> effect(bit(i.src()) | 1 << i.dst(), 0);
            case Insn.MayGoto _ -> 0;
            case Insn.CallHelper _ ->
                    effect(
                            listing.helperAt(slot)
                                    .map(helper -> first(helper.checkedArguments()))
                                    .orElse(ARGUMENTS),
                            CALLER_SAVED);
            case Insn.CallKfunc _ ->
                    effect(
                            Kfuncs.byName(listing.kfuncAt(slot))
                                    .map(kfunc -> first(kfunc.arguments().size()))
                                    .orElse(ARGUMENTS),
                            CALLER_SAVED);
            case Insn.CallSubprogram _ -> effect(ARGUMENTS, CALLER_SAVED);
            case Insn.CallRegister i -> effect(ARGUMENTS | 1 << i.register(), CALLER_SAVED);
            case Insn.Exit _ -> effect(1, 0);
        };
    }

    /// The registers that hold the first arguments of a call.
    private static int first(int arguments) {
        return (1 << arguments + 1) - 2;
    }

    private static int atomic(Insn.Atomic i) {
        int used = 1 << i.base() | 1 << i.src();
        if (i.op() == AtomicOp.COMPARE_EXCHANGE) {
            return effect(used | 1, 1);
        }
        return effect(used, i.fetch() ? 1 << i.src() : 0);
    }

    private static int bit(Operand operand) {
        return operand instanceof Operand.Register register ? 1 << register.number() : 0;
    }

    private static int effect(int used, int defined) {
        return used | defined << SHIFT;
    }
}
