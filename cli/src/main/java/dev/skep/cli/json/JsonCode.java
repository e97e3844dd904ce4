package dev.skep.cli.json;

import dev.skep.diag.Code;

/// What can be wrong with JSON text.
public enum JsonCode implements Code {
    /// The text breaks the rules of JSON.
    NO_JSON("J001", "this is not JSON");

    private final String id;
    private final String title;

    JsonCode(String id, String title) {
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
