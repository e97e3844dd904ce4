package dev.skep.isa.classic;

import dev.skep.diag.Code;

/// What can be wrong with a classic filter.
public enum ClassicCode implements Code {
    /// Text or bytes that are no list of instructions.
    UNREADABLE("F001", "this is no classic filter"),
    /// No instructions, or more than 4096.
    WRONG_LENGTH("F002", "a filter has 1 to 4096 instructions"),
    /// An opcode that Linux does not know.
    UNKNOWN_OPCODE("F003", "no classic instruction has this opcode"),
    /// A jump behind the last instruction.
    JUMP_OUT_OF_RANGE("F004", "a jump leads out of the filter"),
    /// The last instruction does not return.
    NO_RETURN("F005", "the filter does not end in a return"),
    /// A scratch word other than 0 to 15.
    NO_SUCH_WORD("F006", "there is no such scratch word"),
    /// A division or remainder by the constant 0.
    DIVISION_BY_ZERO("F007", "a division by the constant zero"),
    /// A shift by a constant of 32 or more.
    SHIFT_TOO_FAR("F008", "a shift by more bits than there are"),
    /// A scratch word that is read before it is written.
    UNINITIALISED_WORD("F009", "a scratch word is read before it is written"),
    /// A load from the extensions' range that is no extension.
    UNKNOWN_EXTENSION("F010", "there is no such extension"),
    /// An instruction that seccomp does not allow.
    NOT_FOR_SECCOMP("F011", "seccomp does not allow this instruction"),
    /// A load that is not one of the words of `struct seccomp_data`.
    NO_SECCOMP_DATA("F012", "seccomp filters load aligned words of their data only");

    private final String id;
    private final String title;

    ClassicCode(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }
}
