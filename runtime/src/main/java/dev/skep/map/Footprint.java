package dev.skep.map;

import dev.skep.program.MapDefinition;

/// How much memory a map takes from the start. Hash tables and tries grow with use, from 256 KiB at
/// most: only their number of elements is limited here.
final class Footprint {
    private static final long MOST_ELEMENTS = 1 << 29;
    private static final int REFERENCE = 8;

    private Footprint() {}

    /// In bytes; [Long#MAX_VALUE] for what cannot be had at any price.
    static long of(MapDefinition map, MapOptions options) {
        long entries = Integer.toUnsignedLong(map.maxEntries());
        long value = UserSide.round8(map.valueSize());
        return switch (map.type()) {
            case ARRAY, QUEUE, STACK -> entries * value;
            case PERCPU_ARRAY -> times(entries, value * options.cpus());
            case PROG_ARRAY, ARRAY_OF_MAPS -> indexed(entries, REFERENCE);
            case DEVMAP, CPUMAP, XSKMAP -> indexed(entries, 2 * REFERENCE);
            case RINGBUF, USER_RINGBUF -> 2 * entries;
            case BLOOM_FILTER -> BloomFilterMap.bits(map) / Byte.SIZE;
            case HASH,
                    PERCPU_HASH,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    HASH_OF_MAPS,
                    DEVMAP_HASH ->
                    indexed(entries, 0);
            case PERF_EVENT_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    SOCKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    SK_STORAGE,
                    STRUCT_OPS,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE,
                    ARENA,
                    INSN_ARRAY ->
                    0;
        };
    }

    private static long indexed(long entries, int size) {
        return entries > MOST_ELEMENTS ? Long.MAX_VALUE : entries * size;
    }

    private static long times(long entries, long size) {
        return Math.multiplyHigh(entries, size) == 0 && entries * size >= 0
                ? entries * size
                : Long.MAX_VALUE;
    }
}
