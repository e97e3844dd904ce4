package dev.skep.asm;

import dev.skep.isa.Insn;
import java.util.function.IntFunction;

/// An instruction read from text, before it is known where labels are.
///
/// @param slots how many slots it takes
/// @param target what it jumps to, `null` for instructions that do not jump
/// @param make the instruction, given the absolute target; called with 0 where there is none
record Draft(int slots, Target target, IntFunction<Insn> make) {
    static Draft of(Insn insn) {
        return new Draft(insn.slots(), null, _ -> insn);
    }

    static Draft jump(Target target, IntFunction<Insn> make) {
        return new Draft(1, target, make);
    }
}
