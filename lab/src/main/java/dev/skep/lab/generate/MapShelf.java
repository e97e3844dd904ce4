package dev.skep.lab.generate;

import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;

/// The maps that generated programs choose from: always the same ones under the same indices, so
/// that a kernel makes them once.
final class MapShelf {
    private static final int RDONLY_PROG = 1 << 7;
    private static final int WRONLY_PROG = 1 << 8;
    private static final int NO_PREALLOC = 1;

    static final List<MapDefinition> MAPS =
            List.of(
                    MapDefinition.of("counts", MapType.ARRAY, 4, 64, 8),
                    MapDefinition.of("flows", MapType.HASH, 8, 48, 16),
                    MapDefinition.of("percpu", MapType.PERCPU_ARRAY, 4, 24, 4),
                    MapDefinition.of("recent", MapType.LRU_HASH, 16, 16, 32),
                    MapDefinition.of("sums", MapType.PERCPU_HASH, 4, 8, 16),
                    MapDefinition.of("jobs", MapType.QUEUE, 0, 16, 8),
                    MapDefinition.of("pile", MapType.STACK, 0, 8, 8),
                    MapDefinition.of("events", MapType.RINGBUF, 0, 0, 4096),
                    MapDefinition.of("programs", MapType.PROG_ARRAY, 4, 4, 4),
                    MapDefinition.of("tables", MapType.ARRAY_OF_MAPS, 4, 4, 4)
                            .withInner(MapDefinition.of("table", MapType.ARRAY, 4, 32, 4)),
                    MapDefinition.of("groups", MapType.HASH_OF_MAPS, 8, 4, 4)
                            .withInner(MapDefinition.of("group", MapType.HASH, 4, 12, 4)),
                    MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, 2),
                    MapDefinition.of("routes", MapType.LPM_TRIE, 8, 20, 16).withFlags(NO_PREALLOC),
                    MapDefinition.of("constants", MapType.ARRAY, 4, 64, 1)
                            .withFlags(RDONLY_PROG)
                            .withGlobals(new Globals(constants(), List.of(), true)),
                    MapDefinition.of("readable", MapType.ARRAY, 4, 40, 2).withFlags(RDONLY_PROG),
                    MapDefinition.of("writable", MapType.ARRAY, 4, 40, 2).withFlags(WRONLY_PROG),
                    MapDefinition.of("globals", MapType.ARRAY, 4, 128, 1),
                    MapDefinition.of("devices", MapType.DEVMAP, 4, 4, 4),
                    MapDefinition.of("cpus", MapType.CPUMAP, 4, 4, 2),
                    MapDefinition.of("queues", MapType.XSKMAP, 4, 4, 2),
                    MapDefinition.of("sockets", MapType.SOCKMAP, 4, 4, 4),
                    MapDefinition.of("peers", MapType.SOCKHASH, 8, 4, 4),
                    MapDefinition.of("seen", MapType.BLOOM_FILTER, 0, 8, 16),
                    MapDefinition.of("stacks", MapType.STACK_TRACE, 4, 128, 4),
                    MapDefinition.of("ports", MapType.REUSEPORT_SOCKARRAY, 4, 4, 4),
                    MapDefinition.of("cgroups", MapType.CGROUP_ARRAY, 4, 4, 2),
                    Types.locked(MapType.ARRAY),
                    Types.locked(MapType.HASH),
                    Types.timed(MapType.ARRAY),
                    Types.timed(MapType.HASH));

    /// The maps whose values hold a lock.
    static final List<Integer> LOCKED = List.of(MAPS.size() - 4, MAPS.size() - 3);

    /// The maps whose values hold a timer.
    static final List<Integer> TIMED = List.of(MAPS.size() - 2, MAPS.size() - 1);

    private MapShelf() {}

    private static byte[] constants() {
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 5 == 0 ? 0 : i * 37);
        }
        bytes[8] = 16;
        return bytes;
    }
}
