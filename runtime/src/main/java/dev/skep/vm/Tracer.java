package dev.skep.vm;

import dev.skep.isa.Insn;

/// Watches a run, instruction by instruction.
@FunctionalInterface
public interface Tracer {
    /// An instruction was executed.
    ///
    /// @param run its registers are the ones after the instruction
    /// @param slot where the instruction stands in the program that `run` is in
    /// @param insn the instruction
    /// @param changed one bit for each register that has another value than before, r0 lowest
    void executed(Execution run, int slot, Insn insn, int changed);
}
