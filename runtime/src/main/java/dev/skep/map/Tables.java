package dev.skep.map;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// Which hash table a map stands on.
final class Tables {
    private Tables() {}

    static HashTable create(MapDefinition map, Values values, MapOptions options) {
        int seed = (map.flags() & MapFlags.ZERO_SEED) == 0 ? options.hashSeed() : 0;
        boolean lru = map.type() == MapType.LRU_HASH || map.type() == MapType.LRU_PERCPU_HASH;
        Eviction eviction = lru ? new Eviction.Clock() : new Eviction.None();
        int keyAt = Slab.LINK + eviction.size();
        int valuesAt = keyAt + (int) UserSide.round8(map.keySize());
        int most = map.maxEntries();
        long content = valuesAt - Slab.LINK + values.size();
        return new HashTable(
                map.keySize(),
                keyAt,
                valuesAt,
                most,
                Hash.seed(seed),
                values,
                eviction,
                new Slab(content, most, options.memoryLimit()),
                Buckets.forElements(most));
    }
}
