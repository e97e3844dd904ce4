package dev.skep.verify.flow;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.verify.Privilege;
import dev.skep.verify.VerifierCode;
import java.util.BitSet;

/// Where the paths of a program lead: proves every instruction reachable and every jump sound, and
/// marks the instructions at which walking paths compare states.
///
/// The marks follow the kernel's, because they decide how many instructions a verification takes:
/// states are compared at jump targets, behind jumps, and around calls.
public final class ControlFlow {
    /// What [#jumpTarget] says of instructions that do not jump.
    public static final int NO_TARGET = -1 << 20;

    private static final byte FALL_THROUGH = 1;
    private static final byte BRANCH = 2;
    private static final byte DISCOVERED = 0x10;
    private static final byte EXPLORED = 0x20;

    private final Listing listing;
    private final Functions functions;
    private final boolean loopsAllowed;
    private final BitSet comparisons = new BitSet();
    private final BitSet jumps = new BitSet();
    private final BitSet checkpoints = new BitSet();
    private final BitSet callbacks = new BitSet();
    private final byte[] marks;
    private final int[] stack;
    private int top;

    private ControlFlow(Listing listing, Functions functions, Privilege privilege) {
        this.listing = listing;
        this.functions = functions;
        this.loopsAllowed = privilege == Privilege.PRIVILEGED;
        this.marks = new byte[listing.size()];
        this.stack = new int[listing.size()];
    }

    /// Walks the edges of a program.
    ///
    /// @throws Refusal if an instruction cannot be reached or a jump leads nowhere
    public static ControlFlow of(Listing listing, Functions functions, Privilege privilege) {
        ControlFlow flow = new ControlFlow(listing, functions, privilege);
        flow.walkFrom(0);
        if (functions.exceptionCallback() >= 0) {
            flow.walkFrom(functions.start(functions.exceptionCallback()));
        }
        flow.checkReached();
        return flow;
    }

    /// Where `insn` jumps to, [#NO_TARGET] if it does not jump. Calls are no jumps.
    public static int jumpTarget(Insn insn) {
        return switch (insn) {
            case Insn.Goto jump -> jump.target();
            case Insn.Branch branch -> branch.target();
            case Insn.MayGoto jump -> jump.target();
            case null, default -> NO_TARGET;
        };
    }

    /// Whether states are compared before the instruction at `slot`.
    public boolean comparesAt(int slot) {
        return comparisons.get(slot);
    }

    /// Whether the way to `slot` has to be remembered, because others lead there too.
    public boolean remembersWayTo(int slot) {
        return jumps.get(slot);
    }

    /// Whether a state is always remembered before the instruction at `slot`.
    public boolean isCheckpoint(int slot) {
        return checkpoints.get(slot);
    }

    /// Whether the instruction at `slot` calls a helper that calls back.
    public boolean callsBack(int slot) {
        return callbacks.get(slot);
    }

    private void walkFrom(int start) {
        marks[start] = DISCOVERED;
        stack[top++] = start;
        while (top > 0) {
            int slot = stack[top - 1];
            if (visit(slot)) {
                marks[slot] = EXPLORED;
                top--;
            }
        }
    }

    /// Whether all that follows `slot` was visited.
    private boolean visit(int slot) {
        Insn insn = listing.at(slot);
        if (insn == null) {
            throw middle(slot - 1);
        }
        return switch (insn) {
            case Insn.Exit _ -> true;
            case Insn.Goto jump -> {
                boolean done = push(slot, jump.target(), FALL_THROUGH);
                if (done) {
                    comparisons.set(jump.target());
                    jumps.set(jump.target());
                }
                yield done;
            }
            case Insn.Branch branch -> visitBranch(slot, branch.target());
            case Insn.MayGoto jump -> {
                checkpoints.set(slot);
                yield visitBranch(slot, jump.target());
            }
            case Insn.LoadImmediate load when load.kind() == ImmediateKind.FUNCTION ->
                    visitCall(slot, 2, Functions.functionTarget(load, slot));
            case Insn.CallSubprogram call -> visitCall(slot, 1, call.target());
            case Insn.CallHelper call -> {
                noteHelper(slot, call.id());
                yield visitCall(slot, 1, NO_TARGET);
            }
            case Insn.CallKfunc _ -> {
                noteKfunc(slot, listing.kfuncAt(slot));
                yield visitCall(slot, 1, NO_TARGET);
            }
            case Insn.CallRegister _ -> visitCall(slot, 1, NO_TARGET);
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
                    Insn.PacketLoad _ ->
                    push(slot, slot + insn.slots(), FALL_THROUGH);
        };
    }

    private boolean visitBranch(int slot, int target) {
        comparisons.set(slot);
        return push(slot, slot + 1, FALL_THROUGH) && push(slot, target, BRANCH);
    }

    private boolean visitCall(int slot, int slots, int callee) {
        if (!push(slot, slot + slots, FALL_THROUGH)) {
            return false;
        }
        comparisons.set(slot + slots);
        jumps.set(slot + slots);
        if (callee == NO_TARGET) {
            return true;
        }
        comparisons.set(slot);
        functions.merge(functions.containing(slot), functions.containing(callee));
        return push(slot, callee, BRANCH);
    }

    private void noteHelper(int slot, int helper) {
        if (helper == Calls.TIMER_SET_CALLBACK) {
            comparisons.set(slot);
        }
        if (Calls.callsBack(helper)) {
            noteCallback(slot);
        }
    }

    private void noteKfunc(int slot, String kfunc) {
        if (Calls.callsLater(kfunc)) {
            comparisons.set(slot);
        }
        if (Calls.callsBack(kfunc)) {
            noteCallback(slot);
        }
        if (Calls.isIteratorNext(kfunc)) {
            comparisons.set(slot);
            checkpoints.set(slot);
        }
    }

    private void noteCallback(int slot) {
        callbacks.set(slot);
        checkpoints.set(slot);
        comparisons.set(slot);
        jumps.set(slot);
    }

    /// Follows an edge; false if its end has to be visited first.
    private boolean push(int from, int to, byte edge) {
        if (marks[from] >= (byte) (DISCOVERED | edge)) {
            return true;
        }
        if (to < 0 || to >= listing.size()) {
            throw listing.refuse(
                    VerifierCode.JUMP_RANGE,
                    from,
                    "the path leads to slot %d, outside the program".formatted(to),
                    "jump out of range from insn %d to %d".formatted(from, to));
        }
        if (edge == BRANCH) {
            comparisons.set(to);
            jumps.set(to);
        }
        if (marks[to] == 0) {
            marks[from] = (byte) (DISCOVERED | edge);
            marks[to] = DISCOVERED;
            stack[top++] = to;
            return false;
        }
        if (marks[to] == EXPLORED) {
            marks[from] = (byte) (DISCOVERED | edge);
        } else if (!loopsAllowed) {
            throw listing.refuse(
                    VerifierCode.BACK_EDGE,
                    from,
                    "the jump goes back to slot %d: a loop".formatted(to),
                    "back-edge from insn %d to %d".formatted(from, to));
        }
        return true;
    }

    private void checkReached() {
        for (int slot = 0; slot < listing.size(); slot++) {
            Insn insn = listing.at(slot);
            if (insn == null) {
                continue;
            }
            if (marks[slot] != EXPLORED) {
                throw listing.refuse(
                        VerifierCode.UNREACHABLE,
                        slot,
                        "no path leads to this instruction",
                        "unreachable insn " + slot);
            }
            if (insn.slots() == 2 && slot + 1 < listing.size() && marks[slot + 1] != 0) {
                throw middle(slot);
            }
        }
    }

    private Refusal middle(int slot) {
        return listing.refuse(
                VerifierCode.JUMP_MIDDLE,
                slot,
                "a jump leads into the second half of this wide load",
                "jump into the middle of ldimm64 insn " + slot);
    }
}
