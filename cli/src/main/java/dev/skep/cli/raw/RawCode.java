package dev.skep.cli.raw;

import dev.skep.diag.Code;

/// What can be wrong with a program in the raw form.
public enum RawCode implements Code {
    /// A field that is missing, or holds something of another kind.
    FIELD("R001", "a field of a raw program is missing or of the wrong kind"),
    /// The name of a type that is not known.
    NAME("R002", "a raw program names a type that is not known"),
    /// The file with the types of a program.
    TYPES("R003", "the types of a raw program cannot be read");

    private final String id;
    private final String title;

    RawCode(String id, String title) {
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
