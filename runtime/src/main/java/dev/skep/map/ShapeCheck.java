package dev.skep.map;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// Which shapes a type allows: the answers of `BPF_MAP_CREATE` on Linux 6.18.
final class ShapeCheck {
    /// What the kernel allocates at most in one piece.
    private static final int LARGEST_PIECE = 4 << 20;

    /// A kernel's bookkeeping of one hash element.
    private static final int HASH_ELEMENT = 48;

    /// A kernel's bookkeeping of one trie node.
    private static final int TRIE_NODE = 40;

    private static final int LARGEST_PER_CPU_VALUE = 32 << 10;
    private static final long MOST_HASH_ENTRIES = 1L << 31;
    private static final int MOST_CPUS = 8192;
    private static final int PAGE = 4096;
    private static final int LPM_SMALLEST_KEY = 4 + 1;
    private static final int LPM_LARGEST_KEY = 4 + 256;
    private static final int MOST_HASHES = 15;

    private final MapDefinition map;

    private ShapeCheck(MapDefinition map) {
        this.map = map;
    }

    /// @throws MapException if `map` cannot be created
    static void check(MapDefinition map) {
        new ShapeCheck(map).run();
    }

    private void run() {
        boolean usesExtra = map.type() == MapType.BLOOM_FILTER || map.type() == MapType.ARENA;
        demand(map.extra() == 0 || usesExtra, "map_extra is not 0", "only bloom filters use it.");
        switch (map.type()) {
            case ARRAY -> array(MapFlags.MMAPABLE | MapFlags.INNER_MAP);
            case PERCPU_ARRAY -> {
                array(0);
                perCpuValue();
            }
            case PROG_ARRAY -> references(0);
            case PERF_EVENT_ARRAY -> references(MapFlags.PRESERVE_ELEMS);
            case ARRAY_OF_MAPS -> {
                references(0);
                inner();
            }
            case HASH, LRU_HASH -> hash();
            case PERCPU_HASH, LRU_PERCPU_HASH -> {
                hash();
                perCpuValue();
            }
            case HASH_OF_MAPS -> {
                valueSize(4);
                hash();
                inner();
            }
            case LPM_TRIE -> trie();
            case QUEUE, STACK -> sequence();
            case BLOOM_FILTER -> bloom();
            case RINGBUF, USER_RINGBUF -> ring();
            case DEVMAP, DEVMAP_HASH -> {
                targets(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
                demand(
                        map.type() == MapType.DEVMAP || entries() <= MOST_HASH_ENTRIES,
                        "max_entries is " + entries(),
                        "lower it.");
            }
            case CPUMAP -> {
                targets(MapFlags.NUMA_NODE);
                limit(entries() <= MOST_CPUS, "there are more entries than CPUs can be");
            }
            case XSKMAP -> {
                targets(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY);
                valueSize(4);
            }
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
                    INSN_ARRAY -> {}
        }
    }

    private void array(int more) {
        someEntries();
        keySize(4);
        someValue();
        flags(MapFlags.NUMA_NODE | MapFlags.ACCESS | more);
        limit(map.valueSize() > 0, "value_size is beyond 2 GiB");
    }

    private void references(int more) {
        valueSize(4);
        someEntries();
        keySize(4);
        flags(MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY | more);
    }

    private void hash() {
        boolean lru = map.type() == MapType.LRU_HASH || map.type() == MapType.LRU_PERCPU_HASH;
        int perCpuLists = lru ? MapFlags.NO_COMMON_LRU : 0;
        flags(
                MapFlags.NO_PREALLOC
                        | MapFlags.NUMA_NODE
                        | MapFlags.ACCESS
                        | MapFlags.ZERO_SEED
                        | perCpuLists);
        if (lru && (map.flags() & MapFlags.NO_PREALLOC) != 0) {
            throw refusal(
                    Errno.ENOTSUPP,
                    "an LRU map cannot do without preallocated elements",
                    "leave BPF_F_NO_PREALLOC out.");
        }
        someEntries();
        demand(map.keySize() != 0, "key_size is 0", "give the keys a size.");
        someValue();
        long element = unsigned(map.keySize()) + unsigned(map.valueSize());
        limit(element < LARGEST_PIECE - HASH_ELEMENT, "key and value take " + element + " bytes");
        limit(entries() <= MOST_HASH_ENTRIES, "max_entries is " + entries());
    }

    private void perCpuValue() {
        limit(
                unsigned(map.valueSize()) <= LARGEST_PER_CPU_VALUE,
                "per-CPU values have up to " + LARGEST_PER_CPU_VALUE + " bytes");
    }

    private void trie() {
        someEntries();
        demand(
                (map.flags() & MapFlags.NO_PREALLOC) != 0,
                "BPF_F_NO_PREALLOC is missing",
                "a trie needs that flag.");
        flags(MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE | MapFlags.ACCESS);
        demand(
                map.keySize() >= LPM_SMALLEST_KEY && map.keySize() <= LPM_LARGEST_KEY,
                "key_size is " + map.keySize(),
                "a key is a length of 4 bytes and 1 to 256 bytes of prefix.");
        someValue();
        demand(
                unsigned(map.valueSize()) <= LARGEST_PIECE - LPM_LARGEST_KEY + 4 - TRIE_NODE,
                "value_size is " + unsigned(map.valueSize()),
                "lower it.");
    }

    private void sequence() {
        someEntries();
        keySize(0);
        someValue();
        flags(MapFlags.NUMA_NODE | MapFlags.ACCESS);
        limit(unsigned(map.valueSize()) <= LARGEST_PIECE, "value_size is " + map.valueSize());
    }

    private void bloom() {
        keySize(0);
        someValue();
        someEntries();
        flags(MapFlags.NUMA_NODE | MapFlags.ZERO_SEED | MapFlags.ACCESS);
        demand(
                map.extra() >= 0 && map.extra() <= MOST_HASHES,
                "map_extra is " + map.extra(),
                "it is the number of hash functions, up to 15.");
    }

    private void ring() {
        flags(MapFlags.NUMA_NODE);
        keySize(0);
        valueSize(0);
        demand(
                Long.bitCount(entries()) == 1 && entries() % PAGE == 0,
                "max_entries is " + entries(),
                "it is the ring's size in bytes: a power of two and a multiple of the page size, "
                        + PAGE
                        + ".");
    }

    private void targets(int allowed) {
        someEntries();
        keySize(4);
        demand(
                map.valueSize() == 4 || map.valueSize() == 8,
                "value_size is " + unsigned(map.valueSize()),
                "a value has 4 bytes, or 8 with a program.");
        flags(allowed);
    }

    private void inner() {
        if (map.inner().isEmpty()) {
            throw refusal(
                    Errno.EBADF, "it has no inner map", "declare what the maps inside look like.");
        }
        MapType type = map.inner().get().type();
        demand(
                type != MapType.ARRAY_OF_MAPS && type != MapType.HASH_OF_MAPS,
                "its inner maps are maps of maps",
                "one level is all there is.");
        if (type == MapType.PROG_ARRAY) {
            throw refusal(
                    Errno.ENOTSUPP,
                    "its inner maps are program arrays",
                    "use another type of inner map.");
        }
        check(map.inner().get());
    }

    private void someEntries() {
        demand(map.maxEntries() != 0, "max_entries is 0", "say how many elements there may be.");
    }

    private void someValue() {
        demand(map.valueSize() != 0, "value_size is 0", "give the values a size.");
    }

    private void keySize(int wanted) {
        demand(
                map.keySize() == wanted,
                "key_size is " + unsigned(map.keySize()),
                "this type has keys of " + wanted + " bytes.");
    }

    private void valueSize(int wanted) {
        demand(
                map.valueSize() == wanted,
                "value_size is " + unsigned(map.valueSize()),
                "this type has values of " + wanted + " bytes.");
    }

    private void flags(int allowed) {
        int unknown = map.flags() & ~allowed;
        demand(
                unknown == 0,
                "the flags 0x" + Integer.toHexString(unknown) + " are set",
                "this type does not know these flags: leave them out.");
        notBoth(MapFlags.RDONLY | MapFlags.WRONLY, "user space");
        notBoth(MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG, "programs");
    }

    private void notBoth(int flags, String who) {
        demand(
                (map.flags() & flags) != flags,
                who + " may only read and may only write",
                "set one of the two flags.");
    }

    private void demand(boolean condition, String problem, String remedy) {
        if (!condition) {
            throw refusal(Errno.EINVAL, problem, remedy);
        }
    }

    private void limit(boolean condition, String problem) {
        if (!condition) {
            throw refusal(Errno.E2BIG, problem, "make it smaller.");
        }
    }

    private MapException refusal(Errno errno, String problem, String remedy) {
        return new MapException(
                errno, Diagnostic.of(MapCode.SHAPE, problem).at(Refusal.place(map)).fix(remedy));
    }

    private long entries() {
        return unsigned(map.maxEntries());
    }

    private static long unsigned(int number) {
        return Integer.toUnsignedLong(number);
    }
}
