package dev.skep.isa;

import dev.skep.diag.Code;

/// What can be wrong with the bytes of a program.
public enum IsaCode implements Code {
    /// The size is not a multiple of 8 bytes.
    CUT_OFF("I001", "the program is not made of whole instructions"),
    /// No instruction has this opcode.
    UNKNOWN_OPCODE("I002", "no instruction has this opcode"),
    /// A field that the instruction does not use is not zero.
    RESERVED_FIELD("I003", "a reserved field is not zero"),
    /// A register above r10.
    NO_SUCH_REGISTER("I004", "there is no such register"),
    /// A 64-bit immediate load without its proper second slot.
    BROKEN_WIDE_LOAD("I005", "a 64-bit immediate load is broken"),
    /// A field has a value to which the instruction gives no meaning.
    MEANINGLESS_VALUE("I006", "a field has a value without a meaning"),
    /// A jump that its offset field cannot express.
    TOO_FAR("I007", "a jump is too far for its instruction");

    private final String id;
    private final String title;

    IsaCode(String id, String title) {
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
