package dev.skep.object;

import dev.skep.isa.Bytecode;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RawInsn;
import dev.skep.program.SourceLine;
import dev.skep.spec.ProgramType;
import dev.skep.spec.SectionMatch;
import java.util.List;
import java.util.Optional;

/// One function of an object, before linking: calls and addresses that relocations fill in are
/// still what the compiler left there.
///
/// @param name its symbol
/// @param section the section it stands in
/// @param offset in bytes from the start of the section
/// @param binding who may refer to it, and whether another definition may replace it
/// @param slots its instructions, not decoded
/// @param lines its source lines; slots count from its own first
/// @param btfId the id of its `BTF_KIND_FUNC`, 0 if unknown
/// @param match what the name of its section says about programs in it, if that is known
public record ObjectFunction(
        String name,
        String section,
        int offset,
        Binding binding,
        List<RawInsn> slots,
        List<SourceLine> lines,
        int btfId,
        Optional<SectionMatch> match) {
    /// Copies the lists.
    public ObjectFunction {
        slots = List.copyOf(slots);
        lines = List.copyOf(lines);
    }

    /// Who may refer to a symbol.
    public enum Binding {
        /// Only its own object file (`static`, or hidden).
        LOCAL,
        /// Everyone.
        GLOBAL,
        /// Everyone, and another definition may replace it (`__weak`).
        WEAK
    }

    /// The program type that its section stands for, if it is known.
    public Optional<ProgramType> type() {
        return match.map(SectionMatch::type);
    }

    /// The kernel's expected attach type that its section implies, 0 if none.
    public int attachType() {
        return match.map(SectionMatch::attachType).orElse(0);
    }

    /// Its instructions, decoded; targets count from its own first slot, and those of calls that
    /// are not linked yet lead nowhere.
    ///
    /// @throws dev.skep.diag.MalformedException if one of them makes no sense
    public Bytecode code() {
        return InsnDecoder.decode(slots);
    }

    /// Its first instruction's number, counted from the start of the section.
    public int firstSlot() {
        return offset / RawInsn.BYTES;
    }

    /// Whether the byte at `offset` of its section belongs to it.
    boolean covers(long offset) {
        return offset >= this.offset && offset - this.offset < (long) slots.size() * RawInsn.BYTES;
    }
}
