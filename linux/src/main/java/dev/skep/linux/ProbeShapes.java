package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapFlag;
import dev.skep.spec.MapRules;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The smallest map of each type, to see whether the kernel has it.
final class ProbeShapes {
    /// A section of types that holds `int`, as `Documentation/bpf/btf.rst` describes it.
    private static final int[] INTEGER = {1, 1 << 24, 4, 1 << 24 | 32};

    private static final byte[] NAMES = {0, 'i', 'n', 't', 0, 0, 0, 0};
    private static final int HEADER = 24;
    private static final short MAGIC = (short) 0xeb9f;

    private ProbeShapes() {}

    /// A map of that type; empty where it takes more than a shape.
    static Optional<MapDefinition> of(MapType type) {
        MapRules rules = type.rules();
        int size = Math.max(1, rules.valueSize().least());
        return switch (type) {
            case STRUCT_OPS -> Optional.empty();
            case ARRAY_OF_MAPS, HASH_OF_MAPS ->
                    Optional.of(
                            plain(type, 4)
                                    .withInner(MapDefinition.of("inner", MapType.ARRAY, 4, 4, 1)));
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
                    Optional.of(typed(plain(type, Integer.BYTES)));
            case RINGBUF, USER_RINGBUF -> Optional.of(KernelMaps.completed(plain(type, 0)));
            case ARENA -> Optional.of(KernelMaps.completed(plain(type, 0)));
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    DEVMAP,
                    SOCKMAP,
                    CPUMAP,
                    XSKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    QUEUE,
                    STACK,
                    DEVMAP_HASH,
                    BLOOM_FILTER,
                    INSN_ARRAY ->
                    Optional.of(plain(type, size));
        };
    }

    private static MapDefinition plain(MapType type, int valueSize) {
        MapRules rules = type.rules();
        int flags = rules.requiredFlags().stream().mapToInt(MapFlag::bit).sum();
        return MapDefinition.of(
                        "probe", type, rules.keySize().least(), valueSize, rules.entries().least())
                .withFlags(flags);
    }

    /// A map whose keys and values are of type `int`, for those that cannot be without types.
    private static MapDefinition typed(MapDefinition map) {
        return new MapDefinition(
                map.name(),
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                Optional.of(new MapDefinition.Types(Btf.parse(integer()), 1, 1)),
                map.inner(),
                map.slots(),
                map.globals(),
                map.pinning());
    }

    private static byte[] integer() {
        int types = INTEGER.length * Integer.BYTES;
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER + types + NAMES.length).order(ByteOrder.nativeOrder());
        bytes.putShort(MAGIC).put((byte) 1).put((byte) 0).putInt(HEADER);
        bytes.putInt(0).putInt(types).putInt(types).putInt(NAMES.length);
        for (int word : INTEGER) {
            bytes.putInt(word);
        }
        return bytes.put(NAMES).array();
    }
}
