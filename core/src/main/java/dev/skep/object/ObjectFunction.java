package dev.skep.object;

import dev.skep.isa.Bytecode;
import dev.skep.program.SourceLine;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Optional;

/// One function of an object, before linking: calls and addresses that relocations fill in are
/// still what the compiler left there.
///
/// @param name its symbol
/// @param section the section it stands in
/// @param offset in bytes from the start of the section
/// @param binding who may refer to it, and whether another definition may replace it
/// @param code its instructions; targets count from its own first slot
/// @param lines its source lines; slots count from its own first
/// @param btfId the id of its `BTF_KIND_FUNC`, 0 if unknown
/// @param type the program type that its section stands for, if it is known
/// @param attachType the kernel's expected attach type that its section implies, 0 if none
public record ObjectFunction(
        String name,
        String section,
        int offset,
        Binding binding,
        Bytecode code,
        List<SourceLine> lines,
        int btfId,
        Optional<ProgramType> type,
        int attachType) {
    /// Copies the lines.
    public ObjectFunction {
        lines = List.copyOf(lines);
    }

    /// Who may refer to a symbol.
    public enum Binding {
        /// Only its own object file (`static`).
        LOCAL,
        /// Everyone.
        GLOBAL,
        /// Everyone, and another definition may replace it (`__weak`).
        WEAK
    }
}
