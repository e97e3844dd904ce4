package dev.skep.jit;

import dev.skep.asm.Printer;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;

/// A program can come to an instruction that compiled code cannot have.
final class NotCompilable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnostic diagnostic;

    private NotCompilable(Diagnostic diagnostic) {
        super(diagnostic.message(), null, false, false);
        this.diagnostic = diagnostic;
    }

    /// It uses what the JVM host does not have.
    ///
    /// @param reason why not; may be empty
    static NotCompilable unavailable(Program program, int slot, String what, String reason) {
        String message =
                what + " is not available in the JVM" + (reason.isEmpty() ? "" : ": " + reason);
        return new NotCompilable(
                Diagnostic.of(CompilerCode.UNAVAILABLE, message)
                        .at(place(program, slot))
                        .fix("run the program in a Linux kernel"));
    }

    /// Linux lets it pass although it may go wrong.
    static NotCompilable unsafe(Program program, int slot, String what) {
        return new NotCompilable(
                Diagnostic.of(CompilerCode.UNSAFE, what)
                        .at(place(program, slot))
                        .fix("mend it; until then every access of the program is checked"));
    }

    private static Place place(Program program, int slot) {
        String function = program.subprogramAt(slot).map(Subprogram::name).orElse(program.name());
        String line = program.lineAt(slot).map(SourceLine::describe).orElse("");
        String text = Printer.COMMON.print(program.code().at(slot), slot, program.kernelNames());
        return new Place.InProgram(function, slot, line, text);
    }

    Diagnostic diagnostic() {
        return diagnostic;
    }
}
