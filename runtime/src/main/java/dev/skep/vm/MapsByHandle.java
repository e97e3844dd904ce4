package dev.skep.vm;

import dev.skep.map.JvmMap;
import java.util.Optional;

/// Finds the maps that stand in maps of maps.
@FunctionalInterface
public interface MapsByHandle {
    /// Finds nothing.
    MapsByHandle NONE = handle -> Optional.empty();

    /// The map whose [JvmMap#handle] is `handle`.
    Optional<JvmMap> find(long handle);
}
