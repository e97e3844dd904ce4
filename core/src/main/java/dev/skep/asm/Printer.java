package dev.skep.asm;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;

/// Instructions to text, in one of the spellings of [Dialect]. Immutable.
///
/// @param dialect the spelling
/// @param helpers the names that calls are printed with; numbers where there is none
public record Printer(Dialect dialect, HelperNames helpers) {
    /// The common spelling, with numbers for helpers.
    public static final Printer COMMON = new Printer(Dialect.COMMON, HelperNames.NONE);

    /// One instruction, without index and newline.
    ///
    /// @param slot where it stands: printed jumps are relative to that
    public String print(Insn insn, int slot) {
        return insn.toString() + slot;
    }

    /// A whole program, one instruction a line, each line ended by a newline.
    public String print(Bytecode code) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot)) {
                text.append(print(code.at(slot), slot)).append('\n');
            }
        }
        return text.toString();
    }
}
