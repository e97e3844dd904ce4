package dev.skep.vm;

import dev.skep.host.LoadedProgram;

/// A loaded program that the interpreter can run, and so can stand in a program array.
public interface InterpretedProgram extends LoadedProgram {
    /// Runs it.
    Interpreter interpreter();
}
