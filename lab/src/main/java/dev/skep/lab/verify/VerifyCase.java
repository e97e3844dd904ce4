package dev.skep.lab.verify;

import dev.skep.object.KernelSymbols;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.util.List;
import java.util.Optional;

/// A program, who loads it, and what a kernel said.
///
/// @param program its name is the case's: a fact, such as `readPastPacketIsRejected`
/// @param recorded the verdict of a kernel, if one was asked
public record VerifyCase(Program program, Privilege privilege, Optional<Recorded> recorded) {
    /// What a kernel said.
    ///
    /// @param message the line of its log that says what is wrong; empty if it accepted
    public record Recorded(Answer answer, String message) {}

    /// A kernel's verdict in a word.
    public enum Answer {
        /// It loaded the program.
        ACCEPTED,
        /// It refused the program.
        REJECTED
    }

    /// The name of the case.
    public String name() {
        return program.name();
    }

    /// The same with a kernel's verdict.
    public VerifyCase recorded(Answer answer, String message) {
        return new VerifyCase(program, privilege, Optional.of(new Recorded(answer, message)));
    }

    /// The cases in `text`.
    ///
    /// @throws IllegalArgumentException with the number of the line that is wrong
    public static List<VerifyCase> parse(String text) {
        return parse(text, KernelSymbols.none());
    }

    /// The same with the numbers that a kernel has for its functions.
    ///
    /// @throws IllegalArgumentException with the number of the line that is wrong
    public static List<VerifyCase> parse(String text, KernelSymbols kernel) {
        return new CaseReader(text, kernel).read();
    }

    /// The case in the form that [#parse] reads, ended by a newline. What the form cannot hold is
    /// left out: source lines, and all types but those of functions and of special fields.
    public String print() {
        return CaseWriter.print(this);
    }
}
