package dev.skep.spec;

import java.util.EnumSet;
import java.util.Set;

/// Flags that a map may be created with; the ordinal is the number of the kernel's bit (`BPF_F_*`).
public enum MapFlag {
    /// `BPF_F_NO_PREALLOC`.
    NO_PREALLOC("allocates an element when it is stored, not all of them at the start"),
    /// `BPF_F_NO_COMMON_LRU`.
    NO_COMMON_LRU("keeps a list of what was used last for each CPU, not one for all"),
    /// `BPF_F_NUMA_NODE`.
    NUMA_NODE("takes its memory from a given node"),
    /// `BPF_F_RDONLY`.
    RDONLY("lets user space only read"),
    /// `BPF_F_WRONLY`.
    WRONLY("lets user space only write"),
    /// `BPF_F_STACK_BUILD_ID`.
    STACK_BUILD_ID("stores build ids and offsets of user code, not addresses"),
    /// `BPF_F_ZERO_SEED`.
    ZERO_SEED("hashes without a random seed"),
    /// `BPF_F_RDONLY_PROG`.
    RDONLY_PROG("lets programs only read"),
    /// `BPF_F_WRONLY_PROG`.
    WRONLY_PROG("lets programs only write"),
    /// `BPF_F_CLONE`.
    CLONE("hands a listening socket's storage on to the sockets that it accepts"),
    /// `BPF_F_MMAPABLE`.
    MMAPABLE("can be mapped into the memory of a process"),
    /// `BPF_F_PRESERVE_ELEMS`.
    PRESERVE_ELEMS("keeps its perf events when the descriptor that stored them is closed"),
    /// `BPF_F_INNER_MAP`.
    INNER_MAP("may stand in a map of maps beside arrays of other lengths"),
    /// `BPF_F_LINK`.
    LINK("is attached through a link"),
    /// `BPF_F_PATH_FD`.
    PATH_FD("names a path relative to a directory's descriptor; for pinning, not creation"),
    /// `BPF_F_VTYPE_BTF_OBJ_FD`.
    VTYPE_BTF_OBJ_FD("finds the type of its value in the BTF of a kernel module"),
    /// `BPF_F_TOKEN_FD`.
    TOKEN_FD("is created with the rights of a BPF token"),
    /// `BPF_F_SEGV_ON_FAULT`.
    SEGV_ON_FAULT("sends a process a signal where it touches a page that is not there"),
    /// `BPF_F_NO_USER_CONV`.
    NO_USER_CONV("keeps kernel addresses where programs store pointers");

    private final String description;

    MapFlag(String description) {
        this.description = description;
    }

    /// Its bit.
    public int bit() {
        return 1 << ordinal();
    }

    /// The kernel's constant: `BPF_F_NO_PREALLOC`.
    public String kernelName() {
        return "BPF_F_" + name();
    }

    /// What a map does that has it: a clause without its subject.
    public String description() {
        return description;
    }

    /// The flags that stand in `bits`; bits without a flag are left out.
    public static Set<MapFlag> of(int bits) {
        Set<MapFlag> flags = EnumSet.noneOf(MapFlag.class);
        for (MapFlag flag : values()) {
            if ((bits & flag.bit()) != 0) {
                flags.add(flag);
            }
        }
        return flags;
    }
}
