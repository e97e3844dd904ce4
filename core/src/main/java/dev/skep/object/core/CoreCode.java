package dev.skep.object.core;

import dev.skep.diag.Code;

/// Why a CO-RE relocation cannot be resolved or applied.
public enum CoreCode implements Code {
    /// Nobody said what the target's types are.
    NO_TARGET("C001", "the types of the target are needed"),
    /// The record contradicts the object's own types.
    BROKEN("C002", "a broken CO-RE relocation"),
    /// Candidates in the target give different values.
    AMBIGUOUS("C003", "types of the target contradict each other"),
    /// The instruction does not hold what the relocation says.
    UNEXPECTED_INSTRUCTION("C004", "a CO-RE relocation of an instruction that cannot take it"),
    /// The value does not fit into the instruction.
    OUT_OF_RANGE("C005", "a CO-RE value that does not fit"),
    /// No single load covers the bit field.
    BIT_FIELD("C006", "a bit field that no single load covers"),
    /// Types that take too long to compare.
    TOO_LARGE("C007", "types that are too large to compare");

    private final String id;
    private final String title;

    CoreCode(String id, String title) {
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
