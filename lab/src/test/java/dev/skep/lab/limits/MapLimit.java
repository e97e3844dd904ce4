package dev.skep.lab.limits;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Optional;

/// A limit on maps.
///
/// @param title the first cell of its row
/// @param most the second
/// @param within a map that can just be created; empty where that takes more memory than a test may
/// @param beyond one that cannot
record MapLimit(String title, String most, Optional<MapDefinition> within, MapDefinition beyond) {
    private static final int KEY = 4;

    /// What a kernel allocates in one piece, without its own part of an element.
    private static final int ELEMENT = (4 << 20) - 48;

    private static final int PER_CPU = 32 << 10;
    private static final int TRIE_KEY = 4 + 256;
    private static final int NO_PREALLOC = 1;

    static List<MapLimit> all() {
        return List.of(
                of(
                        "key and value of a hash table together",
                        "4,194,255 bytes",
                        map(MapType.HASH, KEY, ELEMENT - 1 - KEY, 1),
                        map(MapType.HASH, KEY, ELEMENT - KEY, 1)),
                of(
                        "value of a per-CPU map",
                        "32,768 bytes",
                        map(MapType.PERCPU_ARRAY, KEY, PER_CPU, 1),
                        map(MapType.PERCPU_ARRAY, KEY, PER_CPU + 1, 1)),
                of(
                        "key of an LPM trie",
                        "260 bytes (2,048 bits)",
                        map(MapType.LPM_TRIE, TRIE_KEY, 8, 1).withFlags(NO_PREALLOC),
                        map(MapType.LPM_TRIE, TRIE_KEY + 1, 8, 1).withFlags(NO_PREALLOC)),
                of(
                        "key of an array",
                        "4 bytes, always",
                        map(MapType.ARRAY, KEY, 8, 1),
                        map(MapType.ARRAY, KEY * 2, 8, 1)),
                beyond(
                        "value of an array",
                        "2,147,483,647 bytes",
                        map(MapType.ARRAY, KEY, Integer.MIN_VALUE, 1)),
                beyond(
                        "entries of a hash table",
                        "2,147,483,648, if there is room for them",
                        map(MapType.HASH, KEY, 8, Integer.MIN_VALUE + 1).withFlags(NO_PREALLOC)),
                of(
                        "entries of any map",
                        "at least 1",
                        map(MapType.ARRAY, KEY, 8, 1),
                        map(MapType.ARRAY, KEY, 8, 0)),
                of(
                        "bytes of a ring buffer",
                        "a power of two, in whole pages",
                        map(MapType.RINGBUF, 0, 0, 4096),
                        map(MapType.RINGBUF, 0, 0, 4097)));
    }

    private static MapLimit of(
            String title, String most, MapDefinition within, MapDefinition beyond) {
        return new MapLimit(title, most, Optional.of(within), beyond);
    }

    private static MapLimit beyond(String title, String most, MapDefinition beyond) {
        return new MapLimit(title, most, Optional.empty(), beyond);
    }

    private static MapDefinition map(MapType type, int key, int value, int entries) {
        return MapDefinition.of("limit", type, key, value, entries);
    }

    @Override
    public String toString() {
        return title;
    }
}
