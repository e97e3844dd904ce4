package dev.skep.map;

/// The bits of [dev.skep.program.MapDefinition#flags()], as `linux/bpf.h` numbers them.
public final class MapFlags {
    /// Elements are allocated when they are needed.
    public static final int NO_PREALLOC = 1;

    /// An LRU list for every CPU.
    public static final int NO_COMMON_LRU = 1 << 1;

    /// `numa_node` is given.
    public static final int NUMA_NODE = 1 << 2;

    /// User space may only read.
    public static final int RDONLY = 1 << 3;

    /// User space may only write.
    public static final int WRONLY = 1 << 4;

    /// A stack trace holds build ids.
    public static final int STACK_BUILD_ID = 1 << 5;

    /// The hash function starts from 0.
    public static final int ZERO_SEED = 1 << 6;

    /// Programs may only read.
    public static final int RDONLY_PROG = 1 << 7;

    /// Programs may only write.
    public static final int WRONLY_PROG = 1 << 8;

    /// Socket-local storage is inherited by accepted sockets.
    public static final int CLONE = 1 << 9;

    /// User space may map the values into its memory.
    public static final int MMAPABLE = 1 << 10;

    /// Perf events stay when the descriptor that set them is closed.
    public static final int PRESERVE_ELEMS = 1 << 11;

    /// Maps inside a map of maps may differ in `max_entries`.
    public static final int INNER_MAP = 1 << 12;

    static final int ACCESS = RDONLY | WRONLY | RDONLY_PROG | WRONLY_PROG;

    private MapFlags() {}
}
