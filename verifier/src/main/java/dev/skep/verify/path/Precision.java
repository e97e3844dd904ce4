package dev.skep.verify.path;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.History;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.StackSlot;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Calls;
import dev.skep.verify.flow.ControlFlow;
import dev.skep.verify.flow.Functions;
import dev.skep.verify.flow.Listing;
import dev.skep.verify.rule.Links;

/// Finds out whose exact values mattered. Where a number decides something, the walk goes back over
/// the path to where the number came from, and marks it in the checkpoints on the way: only those
/// marked count when states are compared.
final class Precision {
    private static final int ARGUMENTS = 0b111110;
    private static final int STACK_POINTER = 10;

    private final Listing listing;
    private final Functions functions;
    private final ControlFlow flow;
    private final int[] registers = new int[State.MOST_FRAMES];
    private final long[] slots = new long[State.MOST_FRAMES];
    private int frame;
    private boolean changed;

    Precision(Listing listing, Functions functions, ControlFlow flow) {
        this.listing = listing;
        this.functions = functions;
        this.flow = flow;
    }

    /// Marks where register `number` of the current frame came from.
    void mark(State state, int number) {
        reset(state);
        registers[frame] |= 1 << number;
        trace(state);
    }

    /// Marks where a slot of the stack came from.
    void mark(State state, int inFrame, int slot) {
        reset(state);
        slots[inFrame] |= 1L << slot;
        trace(state);
    }

    /// Marks in the past of `now` all that matters in `old`, which is equal to it; whether anything
    /// was not marked before.
    boolean propagate(State old, State now) {
        reset(now);
        for (int f = old.depth(); f >= 0; f--) {
            Frame from = old.frame(f);
            for (int i = 0; i < STACK_POINTER; i++) {
                Register register = from.get(i);
                if (register.kind() == Kind.SCALAR && register.precise()) {
                    registers[f] |= 1 << i;
                }
            }
            for (int i = 0; i < from.slots(); i++) {
                StackSlot slot = from.slot(i);
                if (slot.isScalarSpill() && slot.spilled().precise()) {
                    slots[f] |= 1L << i;
                }
            }
        }
        return trace(now);
    }

    private void reset(State state) {
        for (int i = 0; i < registers.length; i++) {
            registers[i] = 0;
            slots[i] = 0;
        }
        frame = state.depth();
        changed = false;
    }

    private boolean isEmpty() {
        for (int i = 0; i <= frame; i++) {
            if (registers[i] != 0 || slots[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean trace(State from) {
        if (isEmpty()) {
            return false;
        }
        State state = from;
        int slot = state.slot();
        int following = -1;
        boolean skip = true;
        while (true) {
            if (slot < 0) {
                markArguments(state);
                return changed;
            }
            if (!traceBack(state, slot, following, skip)) {
                markEverything(from);
                return changed;
            }
            if (isEmpty()) {
                return changed;
            }
            skip = false;
            int first = state.first();
            state = state.parent();
            if (state == null) {
                markEverything(from);
                return changed;
            }
            markIn(state);
            if (isEmpty()) {
                return changed;
            }
            following = first;
            slot = state.last();
        }
    }

    /// Goes back from `start` to the checkpoint before; false if the trace is lost.
    private boolean traceBack(State state, int start, int after, boolean skipFirst) {
        History history = state.history();
        int notes = history.size();
        int slot = start;
        int following = after;
        boolean skip = skipFirst;
        while (true) {
            if (skip) {
                skip = false;
            } else {
                boolean noted = notes > 0 && history.slot(notes - 1) == slot;
                int access = noted ? history.stackAccess(notes - 1) : History.NO_STACK_ACCESS;
                long links = noted ? history.links(notes - 1) : History.NO_LINKS;
                if (!back(slot, following, access, links)) {
                    return false;
                }
            }
            if (isEmpty()) {
                return true;
            }
            following = slot;
            if (slot == state.first() && (notes == 0 || notes == 1 && history.slot(0) == slot)) {
                return true;
            }
            if (notes > 0 && history.slot(notes - 1) == slot) {
                slot = history.previous(notes - 1);
                notes--;
            } else {
                slot--;
            }
            if (slot < 0) {
                return true;
            }
        }
    }

    /// A global function starts with its arguments.
    private void markArguments(State state) {
        Frame entry = state.frame(0);
        for (int i = 1; i <= 5; i++) {
            Register register = entry.get(i);
            if ((registers[0] >>> i & 1) != 0 && register.kind() == Kind.SCALAR) {
                changed |= !register.precise();
                entry.set(i, register.precise(true));
            }
        }
    }

    private void markIn(State state) {
        for (int f = frame; f >= 0; f--) {
            Frame in = state.frame(f);
            for (int mask = registers[f]; mask != 0; mask &= mask - 1) {
                int i = Integer.numberOfTrailingZeros(mask);
                Register register = in.get(i);
                if (register.kind() != Kind.SCALAR || register.precise()) {
                    registers[f] &= ~(1 << i);
                } else {
                    in.set(i, register.precise(true));
                    changed = true;
                }
            }
            for (long mask = slots[f]; mask != 0; mask &= mask - 1) {
                int i = Long.numberOfTrailingZeros(mask);
                StackSlot slot = in.slot(i);
                if (i >= in.slots() || !slot.isScalarSpill() || slot.spilled().precise()) {
                    slots[f] &= ~(1L << i);
                } else {
                    in.setSlot(i, slot.with(slot.spilled().precise(true)));
                    changed = true;
                }
            }
        }
    }

    /// The trace is lost: every number on the way here may matter.
    static void markEverything(State from) {
        for (State state = from.parent(); state != null; state = state.parent()) {
            for (int f = 0; f <= state.depth(); f++) {
                Frame in = state.frame(f);
                for (int i = 0; i < STACK_POINTER; i++) {
                    if (in.get(i).kind() == Kind.SCALAR) {
                        in.set(i, in.get(i).precise(true));
                    }
                }
                for (int i = 0; i < in.slots(); i++) {
                    StackSlot slot = in.slot(i);
                    if (slot.isScalarSpill()) {
                        in.setSlot(i, slot.with(slot.spilled().precise(true)));
                    }
                }
            }
        }
    }

    private boolean has(int register) {
        return (registers[frame] >>> register & 1) != 0;
    }

    private void set(int register) {
        if (register != STACK_POINTER) {
            registers[frame] |= 1 << register;
        }
    }

    private void clear(int register) {
        registers[frame] &= ~(1 << register);
    }

    /// Goes back over one instruction; false if the trace is lost.
    private boolean back(int slot, int following, int access, long links) {
        Insn insn = listing.at(slot);
        if (insn == null) {
            return true;
        }
        follow(links);
        boolean found = backOver(insn, slot, following, access);
        follow(links);
        return found;
    }

    /// If one of the numbers that a branch refined together matters, all do.
    private void follow(long links) {
        boolean any = false;
        int count = Links.count(links);
        for (int i = 0; i < count; i++) {
            int f = Links.frame(links, i);
            int index = Links.index(links, i);
            any |=
                    Links.isRegister(links, i)
                            ? (registers[f] >>> index & 1) != 0
                            : (slots[f] >>> index & 1) != 0;
        }
        if (!any) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int f = Links.frame(links, i);
            int index = Links.index(links, i);
            if (Links.isRegister(links, i)) {
                registers[f] |= 1 << index;
            } else {
                slots[f] |= 1L << index;
            }
        }
    }

    private boolean backOver(Insn insn, int slot, int following, int access) {
        return switch (insn) {
            case Insn.Alu i -> {
                alu(i);
                yield true;
            }
            case Insn.SignExtend i -> {
                if (has(i.dst())) {
                    clear(i.dst());
                    set(i.src());
                }
                yield true;
            }
            case Insn.Load i -> loaded(i.dst(), access);
            case Insn.LoadAcquire i -> loaded(i.dst(), access);
            case Insn.Store i ->
                    stored(
                            i.base(),
                            i.src() instanceof Operand.Register r ? r.number() : -1,
                            access);
            case Insn.StoreRelease i -> stored(i.base(), i.src(), access);
            case Insn.Atomic i -> stored(i.base(), i.src(), access);
            case Insn.LoadImmediate i -> {
                clear(i.dst());
                yield true;
            }
            case Insn.PacketLoad _ -> !has(0);
            case Insn.CallSubprogram i -> {
                call(i, slot, following);
                yield true;
            }
            case Insn.CallHelper i -> {
                otherCall(slot, following, i.id() == Calls.TAIL_CALL);
                yield true;
            }
            case Insn.CallKfunc _ -> {
                otherCall(slot, following, false);
                yield true;
            }
            case Insn.Exit _ -> {
                exit(following);
                yield true;
            }
            case Insn.Branch i -> {
                branch(i, access);
                yield true;
            }
            case Insn.CallRegister _ -> false;
            case Insn.Negate _, Insn.ByteSwap _, Insn.Goto _, Insn.MayGoto _ -> true;
            case Insn.CastAddressSpace i -> {
                if (has(i.dst())) {
                    clear(i.dst());
                    set(i.src());
                }
                yield true;
            }
        };
    }

    private void alu(Insn.Alu insn) {
        if (!has(insn.dst())) {
            return;
        }
        if (insn.op() == AluOp.MOV) {
            clear(insn.dst());
        }
        if (insn.src() instanceof Operand.Register register) {
            set(register.number());
        }
    }

    private boolean loaded(int dst, int access) {
        if (has(dst)) {
            clear(dst);
            if (access != History.NO_STACK_ACCESS) {
                slots[access >>> 8] |= 1L << (access & 0xff);
            }
        }
        return true;
    }

    private boolean stored(int base, int source, int access) {
        if (has(base)) {
            return false;
        }
        if (access == History.NO_STACK_ACCESS) {
            return true;
        }
        long bit = 1L << (access & 0xff);
        if ((slots[access >>> 8] & bit) != 0) {
            slots[access >>> 8] &= ~bit;
            if (source >= 0) {
                set(source);
            }
        }
        return true;
    }

    private void call(Insn.CallSubprogram insn, int slot, int following) {
        int subprogram = functions.startingAt(insn.target());
        if (functions.isGlobal(subprogram)) {
            clear(0);
            return;
        }
        int arguments = registers[frame] & ARGUMENTS;
        leaveFrame();
        registers[frame] |= arguments;
    }

    private void leaveFrame() {
        registers[frame] = 0;
        slots[frame] = 0;
        frame--;
    }

    private void otherCall(int slot, int following, boolean tailCall) {
        if (flow.callsBack(slot) && slot != following - 1) {
            leaveFrame();
            return;
        }
        clear(0);
        if (tailCall && following - slot != 1) {
            frame++;
        }
    }

    private void exit(int following) {
        if (following >= 0 && flow.callsBack(following)) {
            registers[frame] &= ~ARGUMENTS;
        }
        boolean result =
                following >= 1
                        && listing.at(following - 1) instanceof Insn.CallSubprogram
                        && has(0);
        clear(0);
        frame++;
        if (result) {
            set(0);
        }
    }

    /// Of operands that are stack pointers nothing has to be followed.
    private void branch(Insn.Branch insn, int access) {
        if (!(insn.src() instanceof Operand.Register source)) {
            return;
        }
        if (has(insn.dst()) || has(source.number())) {
            set(source.number());
            set(insn.dst());
        }
    }
}
