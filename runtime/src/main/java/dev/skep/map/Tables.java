package dev.skep.map;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// Which hash table a map stands on.
final class Tables {
    private Tables() {}

    static HashTable create(MapDefinition map, Values values, MapOptions options) {
        int seed = (map.flags() & MapFlags.ZERO_SEED) == 0 ? options.hashSeed() : 0;
        long limit = options.memoryLimit();
        boolean lru = map.type() == MapType.LRU_HASH || map.type() == MapType.LRU_PERCPU_HASH;
        return lru
                ? new LruTable(map.keySize(), map.maxEntries(), values, seed, limit)
                : new HashTable(map.keySize(), map.maxEntries(), values, seed, limit);
    }
}
