package dev.skep.map;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.timer.TimerQueue;
import java.util.Optional;

/// Creates the maps of one host.
public final class JvmMaps {
    private final MapOptions options;
    private final Registry registry;

    /// A host's maps with these options, and without timers.
    public JvmMaps(MapOptions options) {
        this.options = options;
        this.registry = new Registry();
    }

    /// A host's maps with these options.
    ///
    /// @param timers where the timers in their values go when they are started
    public JvmMaps(MapOptions options, TimerQueue timers) {
        this.options = options;
        this.registry = new Registry(Optional.of(timers));
    }

    /// What was decided about the maps.
    public MapOptions options() {
        return options;
    }

    /// The names of the maps, and of the programs that stand in maps.
    public Registry registry() {
        return registry;
    }

    /// Creates a map: empty, or with the initial contents of its globals. Initial elements that
    /// name maps or programs are left to the caller, who knows them.
    ///
    /// @throws MapException `EINVAL`, `E2BIG`, `ENOTSUPP` as the kernel for a shape that the type
    ///   does not allow, `ENOMEM` for one that takes too much memory
    public JvmMap create(MapDefinition definition) {
        ShapeCheck.check(definition);
        long size = Footprint.of(definition, options);
        if (size > options.memoryLimit()) {
            throw tooBig(
                    definition,
                    "it would take "
                            + size
                            + " bytes at least; the limit is "
                            + options.memoryLimit());
        }
        try {
            return build(definition);
        } catch (OutOfMemoryError e) {
            throw tooBig(definition, "the JVM cannot provide " + size + " bytes of memory");
        }
    }

    private JvmMap build(MapDefinition map) {
        return switch (map.type()) {
            case ARRAY -> new ArrayMap(map, registry);
            case PERCPU_ARRAY -> new PerCpuArrayMap(map, registry, options.cpus());
            case HASH, LRU_HASH -> new HashTableMap(map, registry, options);
            case PERCPU_HASH, LRU_PERCPU_HASH -> new PerCpuHashMap(map, registry, options);
            case LPM_TRIE -> new LpmTrieMap(map, registry, options);
            case PROG_ARRAY -> new ProgramArrayMap(map, registry);
            case PERF_EVENT_ARRAY -> new PerfEventArrayMap(map, registry, options.cpus());
            case RINGBUF -> new RingBufferMap(map, registry);
            case USER_RINGBUF -> new UserRingBufferMap(map, registry);
            case QUEUE -> new QueueMap(map, registry);
            case STACK -> new StackMap(map, registry);
            case BLOOM_FILTER -> new BloomFilterMap(map, registry, options);
            case ARRAY_OF_MAPS -> new ArrayOfMaps(map, registry);
            case HASH_OF_MAPS -> new HashOfMaps(map, registry, options);
            case DEVMAP -> new DeviceMap(map, registry);
            case DEVMAP_HASH -> new DeviceHashMap(map, registry, options);
            case CPUMAP -> new CpuMap(map, registry, options.cpus());
            case XSKMAP -> new SocketMap(map, registry);
            case STACK_TRACE,
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
                    throw unavailable(map);
        };
    }

    private static MapException unavailable(MapDefinition map) {
        return new MapException(
                Errno.EOPNOTSUPP,
                Diagnostic.of(
                                MapCode.UNAVAILABLE,
                                "maps of type " + map.type() + " live in a kernel only")
                        .at(Refusal.place(map))
                        .fix("run the object in a Linux kernel, or leave this map out."));
    }

    private static MapException tooBig(MapDefinition map, String why) {
        return new MapException(
                Errno.ENOMEM,
                Diagnostic.of(MapCode.MEMORY, why)
                        .at(Refusal.place(map))
                        .fix("lower max_entries or value_size, or raise the memory limit."));
    }
}
