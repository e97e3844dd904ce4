package dev.skep.jit;

import dev.skep.asm.Printer;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;

/// A program uses what the JVM host does not have.
final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    /// @param what what it is
    /// @param reason why the host does not have it; may be empty
    Unavailable(Program program, int slot, String what, String reason) {
        super(what, null, false, false);
        String function = program.subprogramAt(slot).map(Subprogram::name).orElse(program.name());
        String line = program.lineAt(slot).map(SourceLine::describe).orElse("");
        diagnostic =
                Diagnostic.of(
                                CompilerCode.UNAVAILABLE,
                                what
                                        + " is not available in the JVM"
                                        + (reason.isEmpty() ? "" : ": " + reason))
                        .at(
                                new Place.InProgram(
                                        function,
                                        slot,
                                        line,
                                        Printer.COMMON.print(program.code().at(slot), slot)))
                        .fix("run the program in a Linux kernel");
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
