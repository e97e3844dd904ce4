package dev.skep.verify.domain;

import dev.skep.program.MapDefinition;
import java.util.Optional;

/// A map of the program; equal only to itself.
public final class MapObject {
    private final int index;
    private final MapDefinition definition;
    private final MapObject inner;
    private final byte[] constants;

    /// The map with that index, -1 for the maps in a map of maps.
    public MapObject(int index, MapDefinition definition) {
        this.index = index;
        this.definition = definition;
        this.inner = definition.inner().map(map -> new MapObject(-1, map)).orElse(null);
        this.constants =
                definition
                        .globals()
                        .filter(globals -> globals.readOnly())
                        .map(globals -> globals.contents())
                        .orElse(null);
    }

    /// Its index among the program's maps.
    public int index() {
        return index;
    }

    /// What it looks like.
    public MapDefinition definition() {
        return definition;
    }

    /// What the maps in it look like, if it holds maps.
    public Optional<MapObject> inner() {
        return Optional.ofNullable(inner);
    }

    /// Whether its contents are known and can never change.
    public boolean isConstant() {
        return constants != null;
    }

    /// The `bytes` bytes at `offset` of its constant contents, little-endian.
    public long constant(int offset, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | constants[offset + i] & 0xff;
        }
        return value;
    }

    @Override
    public String toString() {
        return definition.name();
    }
}
