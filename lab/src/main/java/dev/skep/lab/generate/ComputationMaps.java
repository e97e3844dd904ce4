package dev.skep.lab.generate;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;

/// The maps of programs that compute, always under the same indices.
final class ComputationMaps {
    /// Bytes of the value that programs work in.
    static final int WORK = 128;

    /// Bytes behind those, where programs leave what their registers held.
    static final int RESULTS = 128;

    static final int STATE = 0;
    static final int PROGRAMS = 1;

    /// The first map of those that are used by key.
    static final int FIRST_KEYED = 2;

    static final int KEY = 8;
    static final int VALUE = 16;

    private static final int NO_PREALLOC = 1;

    static final List<MapDefinition> MAPS =
            List.of(
                    MapDefinition.of("state", MapType.ARRAY, 4, WORK + RESULTS, 2),
                    MapDefinition.of("programs", MapType.PROG_ARRAY, 4, 4, 4),
                    MapDefinition.of("flows", MapType.HASH, KEY, VALUE, 16),
                    MapDefinition.of("recent", MapType.LRU_HASH, KEY, VALUE, 16),
                    MapDefinition.of("sums", MapType.PERCPU_HASH, KEY, VALUE, 16),
                    MapDefinition.of("routes", MapType.LPM_TRIE, KEY, VALUE, 16)
                            .withFlags(NO_PREALLOC),
                    MapDefinition.of("counts", MapType.ARRAY, 4, VALUE, 4),
                    MapDefinition.of("percpu", MapType.PERCPU_ARRAY, 4, VALUE, 4),
                    MapDefinition.of("jobs", MapType.QUEUE, 0, VALUE, 8),
                    MapDefinition.of("pile", MapType.STACK, 0, VALUE, 8),
                    MapDefinition.of("events", MapType.RINGBUF, 0, 0, 4096));

    static final int QUEUE = 8;
    static final int PILE = 9;
    static final int EVENTS = 10;

    private ComputationMaps() {}
}
