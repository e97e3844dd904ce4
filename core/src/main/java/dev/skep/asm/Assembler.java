package dev.skep.asm;

import dev.skep.isa.Bytecode;

/// Text to instructions.
public final class Assembler {
    private Assembler() {}

    /// Assembles a program whose calls to helpers are numbers.
    ///
    /// @throws dev.skep.diag.MalformedException if the text cannot be read
    public static Bytecode assemble(String text) {
        return assemble(text, HelperNames.NONE);
    }

    /// Assembles a program that may call helpers by name.
    ///
    /// @throws dev.skep.diag.MalformedException if the text cannot be read
    public static Bytecode assemble(String text, HelperNames helpers) {
        throw new UnsupportedOperationException("not yet: " + text.length() + helpers);
    }
}
