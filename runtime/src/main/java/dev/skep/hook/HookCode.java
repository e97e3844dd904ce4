package dev.skep.hook;

import dev.skep.diag.Code;

/// Why programs cannot be attached.
public enum HookCode implements Code {
    /// The program is not of a type that sees packets here.
    NO_PACKET_PROGRAM("P101", "not a packet program");

    private final String id;
    private final String title;

    HookCode(String id, String title) {
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
