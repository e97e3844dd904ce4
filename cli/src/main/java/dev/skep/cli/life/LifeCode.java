package dev.skep.cli.life;

import dev.skep.diag.Code;

/// What the Game of Life refuses.
public enum LifeCode implements Code {
    /// Text that is no pattern.
    PATTERN("U020", "not a pattern of the Game of Life"),
    /// An object that is not the Game of Life.
    OBJECT("U021", "not the Game of Life");

    private final String id;
    private final String title;

    LifeCode(String id, String title) {
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
