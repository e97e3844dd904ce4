package dev.skep.cli.raw;

import dev.skep.diag.Diagnostic;
import dev.skep.isa.RawInsn;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.util.List;
import java.util.Map;

/// What one line of a raw file holds.
public sealed interface RawEntry {
    /// The name of the program; `line 5` where the line has none.
    String name();

    /// Everything that the line says, also what this reader has no use for.
    Map<String, Object> fields();

    /// A program.
    ///
    /// @param privilege who loads it
    record Loadable(String name, Program program, Privilege privilege, Map<String, Object> fields)
            implements RawEntry {}

    /// A program with an instruction that none is: the kernel refuses it, too.
    ///
    /// @param shell the same program with a single `exit` for its code
    /// @param code its own
    /// @param diagnostic which instruction, and what is wrong with it
    record Undecodable(
            String name,
            Program shell,
            List<RawInsn> code,
            Privilege privilege,
            Diagnostic diagnostic,
            Map<String, Object> fields)
            implements RawEntry {}

    /// No program at all: text that is no JSON, fields that make no sense, types that cannot be
    /// read.
    record Broken(String name, Diagnostic diagnostic, Map<String, Object> fields)
            implements RawEntry {}
}
