package dev.skep.grid;

import dev.skep.diag.Code;

/// Why a map cannot be had as a grid.
public enum GridCode implements Code {
    /// A map whose types do not say that its values are grids.
    NO_GRID("D020", "the map is not declared as a grid"),
    /// A tag that says what the type does not have.
    TAG("D021", "a grid's tag that does not fit its type"),
    /// A value whose members say more rows, columns or planes than its type has.
    EXTENT("D022", "a grid that is larger than its type");

    private final String id;
    private final String title;

    GridCode(String id, String title) {
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
