package dev.skep.runtime;

import dev.skep.diag.Code;

/// Why the JVM host refuses.
public enum HostCode implements Code {
    /// A map that another host made.
    FOREIGN_MAP("H001", "a map of another host"),
    /// A program was given more or fewer maps than it names.
    WRONG_MAPS("H002", "not the maps that the program names"),
    /// Programs of this type have no test run here.
    NO_TEST_RUN("H003", "no test run for this program type"),
    /// A map that differs from the definition that the program was verified with.
    WRONG_SHAPE("H004", "not the map that the program was verified with"),
    /// Programs of this type do not run over packets.
    NO_BATCH("H005", "no batches for this program type"),
    /// An object has no map or program of that name that the JVM runs.
    NOT_LOADED("H006", "nothing of that name was loaded");

    private final String id;
    private final String title;

    HostCode(String id, String title) {
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
