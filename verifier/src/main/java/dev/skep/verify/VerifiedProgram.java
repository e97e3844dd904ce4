package dev.skep.verify;

import dev.skep.program.Program;

/// A program that the verifier accepted, with what it proved. Only the verifier makes these.
public final class VerifiedProgram {
    private final Program program;

    VerifiedProgram(Program program) {
        this.program = program;
    }

    /// The program.
    public Program program() {
        return program;
    }
}
