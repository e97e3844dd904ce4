package dev.skep.vm;

import dev.skep.map.JvmMap;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;

/// The values of maps as regions.
final class MapValues {
    private MapValues() {}

    static Region region(JvmMap map, long value) {
        return new Region(
                Kind.MAP_VALUE,
                "a value of map " + map.definition().name(),
                value,
                map.valueExtent(),
                map.programsMayWrite() ? Access.READ_WRITE : Access.READ);
    }
}
