package dev.skep.jit;

import dev.skep.diag.Diagnostic;
import dev.skep.vm.CompiledCode;
import java.util.Optional;

/// What came of compiling a program.
public sealed interface Compilation {
    /// It was compiled.
    ///
    /// @param bytes the size of the class that it became
    /// @param nanos the time it took
    record Compiled(CompiledCode program, int bytes, long nanos) implements Compilation {}

    /// It was not.
    ///
    /// @param diagnostic why
    record Refused(Diagnostic diagnostic) implements Compilation {}

    /// The code, if there is any.
    default Optional<CompiledCode> code() {
        return switch (this) {
            case Compiled compiled -> Optional.of(compiled.program());
            case Refused _ -> Optional.empty();
        };
    }

    /// Why there is none.
    default Optional<Diagnostic> refusal() {
        return switch (this) {
            case Compiled _ -> Optional.empty();
            case Refused refused -> Optional.of(refused.diagnostic());
        };
    }
}
