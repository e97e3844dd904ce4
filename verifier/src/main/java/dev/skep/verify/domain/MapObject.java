package dev.skep.verify.domain;

import dev.skep.program.MapDefinition;
import dev.skep.program.SpecialField;
import dev.skep.program.SpecialFields;
import dev.skep.spec.MapFlag;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Optional;

/// A map of the program; equal only to itself.
public final class MapObject {
    private final int index;
    private final MapDefinition definition;
    private final MapObject inner;
    private final byte[] constants;
    private final SpecialFields fields;

    /// The map with that index, -1 for the maps in a map of maps.
    public MapObject(int index, MapDefinition definition) {
        this.index = index;
        this.definition = definition;
        this.inner = definition.inner().map(map -> new MapObject(-1, map)).orElse(null);
        this.fields = SpecialFields.of(definition);
        this.constants =
                definition
                        .globals()
                        .filter(globals -> globals.readOnly() && has(MapFlag.RDONLY_PROG))
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

    /// Whether programs may not change its values: because it was created so, or because a look-up
    /// leads into the kernel's own structures.
    public boolean isReadOnly() {
        MapType type = definition.type();
        return has(MapFlag.RDONLY_PROG) || type == MapType.DEVMAP || type == MapType.DEVMAP_HASH;
    }

    private boolean has(MapFlag flag) {
        return (definition.flags() & flag.bit()) != 0;
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

    /// The fields of its values that only helpers may touch.
    public List<SpecialField> specialFields() {
        return fields.fields();
    }

    /// Whether its values hold a lock.
    public boolean holdsLock() {
        return fields.has(SpecialField.Kind.SPIN_LOCK)
                || fields.has(SpecialField.Kind.RES_SPIN_LOCK);
    }

    /// Whether its values hold something that remembers the map it lies in, so that maps of one
    /// shape must be told apart.
    public boolean holdsCallback() {
        return fields.has(SpecialField.Kind.TIMER)
                || fields.has(SpecialField.Kind.WORKQUEUE)
                || fields.has(SpecialField.Kind.TASK_WORK);
    }

    @Override
    public String toString() {
        return definition.name();
    }
}
