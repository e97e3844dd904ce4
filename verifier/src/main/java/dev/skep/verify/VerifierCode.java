package dev.skep.verify;

import dev.skep.diag.Code;

/// What the verifier finds.
public enum VerifierCode implements Code {
    /// Something that this verifier does not model yet.
    UNDECIDED("V000", "the program uses something that is not modelled yet");

    private final String id;
    private final String title;

    VerifierCode(String id, String title) {
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
