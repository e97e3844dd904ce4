package dev.skep.verify.path;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.verify.flow.Custody;
import dev.skep.verify.flow.Listing;

/// Where the values of registers came from on one path, which it reads backwards.
///
/// @param path the instructions, the newest first
record Lineage(Listing listing, int[] path) {
    private static final int NONE = -1;
    private static final int LAST_ARGUMENT = 5;

    /// The place in the path of the instruction that gave register `number` the value that it had
    /// before the instruction at place `from`; -1 if that is not on the path.
    int origin(int number, int from) {
        int depth = 0;
        for (int i = from + 1; i < path.length; i++) {
            Insn insn = listing.at(path[i]);
            if (insn == null) {
                continue;
            }
            if (insn instanceof Insn.Exit) {
                depth++;
            } else if (insn instanceof Insn.CallSubprogram call && path[i - 1] == call.target()) {
                depth--;
                if (depth < 0 && (number == 0 || number > LAST_ARGUMENT)) {
                    return NONE;
                }
                depth = Math.max(depth, 0);
                if (depth == 0 && number == 0) {
                    return i;
                }
            } else if (depth == 0 && writes(insn, number)) {
                return i;
            }
        }
        return NONE;
    }

    /// The place in the path of the call that handed out what register `number` held before the
    /// instruction at place `from`, over copies; -1 if it was none.
    int giver(int number, int from) {
        int register = number;
        int at = origin(register, from);
        while (at >= 0
                && listing.at(path[at]) instanceof Insn.Alu move
                && move.op() == AluOp.MOV
                && move.width() == Width.W64
                && move.src() instanceof Operand.Register(int source)) {
            register = source;
            at = origin(register, at);
        }
        return at >= 0 && register == 0 && Custody.gives(listing, path[at]) ? at : NONE;
    }

    /// The place in the path of the call that took back what the call at place `giver` handed out,
    /// before the newest instruction; -1 if none did.
    int taker(int giver) {
        for (int i = 1; i < giver; i++) {
            if (listing.at(path[i]) != null
                    && Custody.takes(listing, path[i])
                    && giver(1, i) == giver) {
                return i;
            }
        }
        return NONE;
    }

    /// The newest call of `opening` that no call of `closing` followed: its place in the path; -1
    /// if there is none.
    int open(String opening, String closing) {
        int closed = 0;
        for (int i = 1; i < path.length; i++) {
            String name = listing.at(path[i]) == null ? "" : listing.kfuncAt(path[i]);
            if (name.equals(closing)) {
                closed++;
            } else if (name.equals(opening) && closed-- == 0) {
                return i;
            }
        }
        return NONE;
    }

    private static boolean writes(Insn insn, int number) {
        return switch (insn) {
            case Insn.Alu i -> i.dst() == number;
            case Insn.Negate i -> i.dst() == number;
            case Insn.SignExtend i -> i.dst() == number;
            case Insn.ByteSwap i -> i.dst() == number;
            case Insn.CastAddressSpace i -> i.dst() == number;
            case Insn.LoadImmediate i -> i.dst() == number;
            case Insn.Load i -> i.dst() == number;
            case Insn.LoadAcquire i -> i.dst() == number;
            case Insn.Atomic i -> i.fetch() && i.src() == number;
            case Insn.CallHelper _,
                    Insn.CallKfunc _,
                    Insn.CallRegister _,
                    Insn.CallSubprogram _,
                    Insn.PacketLoad _ ->
                    number <= LAST_ARGUMENT;
            case Insn.Store _,
                    Insn.StoreRelease _,
                    Insn.Goto _,
                    Insn.Branch _,
                    Insn.MayGoto _,
                    Insn.Exit _ ->
                    false;
        };
    }
}
