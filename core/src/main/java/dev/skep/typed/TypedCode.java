package dev.skep.typed;

import dev.skep.diag.Code;

/// Why bytes cannot be had as Java values.
public enum TypedCode implements Code {
    /// A component of a record, or a constant of an enum, that the C type has nothing for.
    NO_FIELD("D001", "the C type has nothing of that name"),
    /// A Java type that cannot hold what the C type holds.
    DOES_NOT_FIT("D002", "a Java type that does not fit the C type"),
    /// A value that the C type cannot hold.
    BAD_VALUE("D003", "a value that does not fit the C type"),
    /// A number that no constant of the Java enum stands for.
    UNKNOWN_CONSTANT("D004", "a number without a constant"),
    /// A record that cannot be reached from here.
    NO_ACCESS("D005", "a class that cannot be reached"),
    /// A map that has no such view.
    WRONG_MAP("D006", "not a map for this view"),
    /// An event that is shorter than its type.
    SHORT_EVENT("D007", "an event that is shorter than its type"),
    /// A name that no global variable of an object has.
    NO_GLOBAL("D008", "there is no global variable of that name"),
    /// A global variable that programs were verified with, as it is.
    CONSTANT("D009", "a constant does not change");

    private final String id;
    private final String title;

    TypedCode(String id, String title) {
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
