package dev.skep.map;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// Which maps may stand in a map of maps.
final class InnerShape {
    private InnerShape() {}

    /// Whether `map` may stand in `outer`: it has the shape of the inner map in the definition;
    /// only arrays have to agree in their number of entries, unless they are declared with
    /// `BPF_F_INNER_MAP`.
    static boolean fits(MapDefinition outer, MapDefinition map) {
        MapDefinition inner = outer.inner().orElseThrow();
        boolean array = inner.type() == MapType.ARRAY || inner.type() == MapType.PERCPU_ARRAY;
        boolean anyLength = !array || (inner.flags() & MapFlags.INNER_MAP) != 0;
        return inner.type() == map.type()
                && inner.keySize() == map.keySize()
                && inner.valueSize() == map.valueSize()
                && inner.flags() == map.flags()
                && (anyLength || inner.maxEntries() == map.maxEntries());
    }
}
