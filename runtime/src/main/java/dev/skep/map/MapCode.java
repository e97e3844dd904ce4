package dev.skep.map;

import dev.skep.diag.Code;

/// What maps refuse.
public enum MapCode implements Code {
    /// Sizes, limits or flags that the type does not allow.
    SHAPE("M001", "a map of this type cannot have this shape"),
    /// More memory than the host gives to one map.
    MEMORY("M002", "the map would take too much memory"),
    /// A type that only a kernel can offer.
    UNAVAILABLE("M003", "maps of this type do not exist in the JVM"),
    /// A key or value of the wrong length.
    LENGTH("M004", "a key or value has the wrong length"),
    /// An operation on a closed map.
    CLOSED("M005", "the map is closed"),
    /// An operation that the map cannot do now.
    REFUSED("M006", "the map refused the operation"),
    /// An operation that the type does not have.
    UNSUPPORTED("M007", "maps of this type have no such operation"),
    /// A write to a map that user space may not write, or a read of one it may not read.
    FORBIDDEN("M008", "user space may not do this to the map");

    private final String id;
    private final String title;

    MapCode(String id, String title) {
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
