package dev.skep.vm;

import dev.skep.host.LoadedProgram;
import java.util.Optional;

/// A loaded program that can run in this JVM, and so can stand in a program array.
public interface RunnableProgram extends LoadedProgram {
    /// Runs it, every access checked.
    Interpreter interpreter();

    /// Runs it without checks; empty where it was not compiled.
    Optional<CompiledCode> compiled();
}
