package dev.skep.object;

import dev.skep.spec.MapType;

/// Map types by number.
final class MapTypes {
    private MapTypes() {}

    /// The type of that number, for the map `name` that is declared at `offset` of `section`.
    static MapType of(long id, String name, String section, long offset) {
        for (MapType type : MapType.values()) {
            if (type.id() == id) {
                return type;
            }
        }
        throw ObjectCode.MAP_TYPE.malformed(
                "map %s has the unknown type %d".formatted(name, id),
                section,
                offset,
                "known are 1 to %d; see skep help map".formatted(MapType.values().length));
    }
}
