package dev.skep.linux;

import dev.skep.program.SourceLine;
import java.util.List;

/// The code of a program in the kernel.
///
/// @param name as its types have it, else at most 15 bytes
/// @param instructions as the kernel runs them, 8 bytes each, in the machine's byte order: helpers
///   are inlined or called by address, maps named by id; empty if this user may not see them
/// @param machineCode what they were compiled to; empty if it is interpreted, or not for this user
/// @param functions it and its subprograms
/// @param lines where the instructions come from, by slot
public record ProgramCode(
        int id,
        String name,
        byte[] instructions,
        byte[] machineCode,
        List<ProgramDetails.Function> functions,
        List<SourceLine> lines) {
    /// Copies the lists.
    public ProgramCode {
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
    }
}
