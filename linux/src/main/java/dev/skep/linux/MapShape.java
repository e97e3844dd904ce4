package dev.skep.linux;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// How many bytes the kernel reads and writes for the keys and values of a map.
///
/// @param key of a key
/// @param lookupKey of what a look-up takes
/// @param value of a value, for every CPU where it has that many
record MapShape(int key, int lookupKey, int value) {
    static MapShape of(MapDefinition map) {
        int value =
                map.type().perCpu()
                        ? Math.multiplyExact(
                                map.valueSize() + Long.BYTES - 1 & -Long.BYTES,
                                Machine.possibleCpus())
                        : map.valueSize();
        boolean filter = map.type() == MapType.BLOOM_FILTER;
        return new MapShape(map.keySize(), filter ? map.valueSize() : map.keySize(), value);
    }
}
