package dev.skep.vm;

import dev.skep.host.LoadedProgram;
import dev.skep.map.JvmMap;
import java.util.Optional;

/// A loaded program that can run in this JVM, and so can stand in a program array.
public interface RunnableProgram extends LoadedProgram {
    /// Runs it, every access checked.
    Interpreter interpreter();

    /// Runs it without checks; empty where it was not compiled.
    Optional<CompiledCode> compiled();

    /// Calls one of its functions apart from any run, as timers do. A trap is reported to the
    /// host's embedder: nobody waits for the result.
    ///
    /// @param function the slot where it starts
    /// @param map where the timer is, which it gets with the element's key and value
    /// @param value the address of that value
    /// @param cpu the CPU that it believes to run on
    void callBack(int function, JvmMap map, long value, int cpu);
}
