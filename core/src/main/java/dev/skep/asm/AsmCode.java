package dev.skep.asm;

import dev.skep.diag.Code;

/// What can be wrong with the text of a program.
public enum AsmCode implements Code {
    /// No instruction begins like this.
    NO_INSTRUCTION("A001", "this is no instruction"),
    /// Something else should stand here.
    EXPECTED("A002", "something else is expected here"),
    /// A number that its field cannot hold.
    OUT_OF_RANGE("A003", "a number does not fit its field"),
    /// A label that is not defined.
    UNKNOWN_LABEL("A004", "there is no such label"),
    /// A label that is defined twice.
    LABEL_TWICE("A005", "a label is defined twice"),
    /// A function that is neither a label nor a helper.
    UNKNOWN_FUNCTION("A006", "there is no such function"),
    /// A register that the instruction cannot use there.
    WRONG_REGISTER("A007", "the instruction cannot use this register here"),
    /// An opcode in parentheses that is not the instruction's.
    WRONG_OPCODE("A008", "the opcode in front is not the instruction's"),
    /// Indices in front of the instructions that leave some out.
    WRONG_INDEX("A009", "the indices in front do not count the instructions"),
    /// A jump too far for its instruction.
    TOO_FAR("A010", "a jump is too far for its instruction");

    private final String id;
    private final String title;

    AsmCode(String id, String title) {
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
