package dev.skep.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Map types, one row each. The source is the kernel's documentation of each map
/// (`Documentation/bpf/map_*.rst`).
public enum MapType {
    /// `BPF_MAP_TYPE_HASH`.
    HASH(1, "3.19", "Keys of any kind to values, up to a fixed number of entries.", ""),
    /// `BPF_MAP_TYPE_ARRAY`.
    ARRAY(
            2,
            "3.19",
            "Values by index. All elements exist from the start, as zeroes, and cannot be deleted.",
            ""),
    /// `BPF_MAP_TYPE_PROG_ARRAY`.
    PROG_ARRAY(3, "4.2", "Programs by index, for tail calls.", ""),
    /// `BPF_MAP_TYPE_PERF_EVENT_ARRAY`.
    PERF_EVENT_ARRAY(4, "4.3", "Perf events by CPU: a channel for records to user space.", ""),
    /// `BPF_MAP_TYPE_PERCPU_HASH`.
    PERCPU_HASH(5, "4.6", "A hash with a value of its own for every CPU.", ""),
    /// `BPF_MAP_TYPE_PERCPU_ARRAY`.
    PERCPU_ARRAY(6, "4.6", "An array with a value of its own for every CPU.", ""),
    /// `BPF_MAP_TYPE_STACK_TRACE`.
    STACK_TRACE(
            7,
            "4.6",
            "Call stacks by id, filled by bpf_get_stackid.",
            "there are no kernel stacks to collect"),
    /// `BPF_MAP_TYPE_CGROUP_ARRAY`.
    CGROUP_ARRAY(
            8,
            "4.8",
            "Control groups by index, to ask whether something belongs to one.",
            "there are no control groups to hold"),
    /// `BPF_MAP_TYPE_LRU_HASH`.
    LRU_HASH(9, "4.10", "A hash that makes room by dropping what was not used for long.", ""),
    /// `BPF_MAP_TYPE_LRU_PERCPU_HASH`.
    LRU_PERCPU_HASH(10, "4.10", "The same with a value of its own for every CPU.", ""),
    /// `BPF_MAP_TYPE_LPM_TRIE`.
    LPM_TRIE(11, "4.11", "Prefixes to values: a look-up finds the longest prefix that fits.", ""),
    /// `BPF_MAP_TYPE_ARRAY_OF_MAPS`.
    ARRAY_OF_MAPS(12, "4.12", "Maps by index, all of one shape.", ""),
    /// `BPF_MAP_TYPE_HASH_OF_MAPS`.
    HASH_OF_MAPS(13, "4.12", "Keys to maps, all of one shape.", ""),
    /// `BPF_MAP_TYPE_DEVMAP`.
    DEVMAP(14, "4.14", "Network interfaces by index, as targets of XDP redirects.", ""),
    /// `BPF_MAP_TYPE_SOCKMAP`.
    SOCKMAP(
            15,
            "4.14",
            "Sockets by index, as targets of redirected messages.",
            "socket hooks are not built yet"),
    /// `BPF_MAP_TYPE_CPUMAP`.
    CPUMAP(16, "4.15", "CPUs by number, as targets of XDP redirects.", ""),
    /// `BPF_MAP_TYPE_XSKMAP`.
    XSKMAP(17, "4.18", "AF_XDP sockets by queue, as targets of XDP redirects.", ""),
    /// `BPF_MAP_TYPE_SOCKHASH`.
    SOCKHASH(
            18,
            "4.18",
            "Keys to sockets, as targets of redirected messages.",
            "socket hooks are not built yet"),
    /// `BPF_MAP_TYPE_CGROUP_STORAGE`.
    CGROUP_STORAGE(
            19,
            "4.19",
            "A value for each control group that a program is attached to.",
            "there are no control groups to hold"),
    /// `BPF_MAP_TYPE_REUSEPORT_SOCKARRAY`.
    REUSEPORT_SOCKARRAY(
            20, "4.19", "Sockets that share a port, by index.", "socket hooks are not built yet"),
    /// `BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE`.
    PERCPU_CGROUP_STORAGE(
            21,
            "4.20",
            "The same as cgroup_storage with a value of its own for every CPU.",
            "there are no control groups to hold"),
    /// `BPF_MAP_TYPE_QUEUE`.
    QUEUE(22, "4.20", "Values, first in first out.", ""),
    /// `BPF_MAP_TYPE_STACK`.
    STACK(23, "4.20", "Values, last in first out.", ""),
    /// `BPF_MAP_TYPE_SK_STORAGE`.
    SK_STORAGE(
            24,
            "5.2",
            "A value for each socket that asks for one.",
            "the JVM host keeps no storage with kernel objects"),
    /// `BPF_MAP_TYPE_DEVMAP_HASH`.
    DEVMAP_HASH(25, "5.4", "Network interfaces by key, as targets of XDP redirects.", ""),
    /// `BPF_MAP_TYPE_STRUCT_OPS`.
    STRUCT_OPS(
            26,
            "5.6",
            "A structure of function pointers of the kernel, implemented by programs.",
            "it hooks into a running kernel"),
    /// `BPF_MAP_TYPE_RINGBUF`.
    RINGBUF(27, "5.8", "Records of any size to user space, in order over all CPUs.", ""),
    /// `BPF_MAP_TYPE_INODE_STORAGE`.
    INODE_STORAGE(
            28,
            "5.10",
            "A value for each inode that asks for one.",
            "the JVM host keeps no storage with kernel objects"),
    /// `BPF_MAP_TYPE_TASK_STORAGE`.
    TASK_STORAGE(
            29,
            "5.11",
            "A value for each task that asks for one.",
            "the JVM host keeps no storage with kernel objects"),
    /// `BPF_MAP_TYPE_BLOOM_FILTER`.
    BLOOM_FILTER(30, "5.16", "A set that answers `maybe` or `surely not`.", ""),
    /// `BPF_MAP_TYPE_USER_RINGBUF`.
    USER_RINGBUF(31, "6.1", "Records from user space to programs.", ""),
    /// `BPF_MAP_TYPE_CGRP_STORAGE`.
    CGRP_STORAGE(
            32,
            "6.2",
            "A value for each control group that asks for one.",
            "the JVM host keeps no storage with kernel objects"),
    /// `BPF_MAP_TYPE_ARENA`.
    ARENA(
            33,
            "6.9",
            "A sparse region of memory shared between programs and user space, with pointers that both can follow.",
            "arenas are not built yet"),
    /// `BPF_MAP_TYPE_INSN_ARRAY`.
    INSN_ARRAY(
            34,
            "6.19",
            "Addresses of instructions by index, for indirect jumps.",
            "indirect jumps are not built yet");

    private final int id;
    private final KernelVersion since;
    private final String description;
    private final Availability jvm;

    MapType(int id, String since, String description, String unavailable) {
        this.id = id;
        this.since = KernelVersion.of(since);
        this.description = description;
        this.jvm = Availability.of(unavailable);
    }

    /// The kernel's number for it.
    public int id() {
        return id;
    }

    /// The name as bpftool prints it: `lpm_trie`.
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kernel's constant: `BPF_MAP_TYPE_LPM_TRIE`.
    public String kernelName() {
        return "BPF_MAP_TYPE_" + name();
    }

    /// The first release of Linux that has it.
    public KernelVersion since() {
        return since;
    }

    /// What it holds.
    public String description() {
        return description;
    }

    /// What such a map has to look like.
    public MapRules rules() {
        return MapTable.RULES.get(this);
    }

    /// Whether the JVM host has it.
    public Availability jvm() {
        return jvm;
    }

    /// Whether every CPU has values of its own.
    public boolean perCpu() {
        return switch (this) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
            case HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    STACK_TRACE,
                    CGROUP_ARRAY,
                    LRU_HASH,
                    LPM_TRIE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    SOCKMAP,
                    CPUMAP,
                    XSKMAP,
                    SOCKHASH,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    QUEUE,
                    STACK,
                    SK_STORAGE,
                    DEVMAP_HASH,
                    STRUCT_OPS,
                    RINGBUF,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    CGRP_STORAGE,
                    ARENA,
                    INSN_ARRAY ->
                    false;
        };
    }

    /// The type of that number.
    public static Optional<MapType> byId(int id) {
        return id >= 1 && id <= values().length ? Optional.of(values()[id - 1]) : Optional.empty();
    }

    /// The type of that short name.
    public static Optional<MapType> byName(String shortName) {
        return Arrays.stream(values()).filter(t -> t.shortName().equals(shortName)).findFirst();
    }
}
