package dev.skep.program;

import dev.skep.spec.MapType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One field of a map value or allocated object that the kernel keeps to itself: programs reach it
/// through helpers and kernel functions, not by plain reads and writes.
///
/// @param offset in bytes from the start of the value
/// @param typeId the structure that a kernel pointer leads to, or whose objects a list or tree
///   holds, in the type graph that the value is of; 0 for other kinds
/// @param node the member of those objects that links them into the list or tree; empty for other
///   kinds
public record SpecialField(Kind kind, int offset, int typeId, String node) {
    /// What such a field is. Most are found by the name of their structure, pointers by their tag.
    public enum Kind {
        /// A spin lock.
        SPIN_LOCK("bpf_spin_lock", 4, 4, Places.LOCK),
        /// A resilient spin lock.
        RES_SPIN_LOCK("bpf_res_spin_lock", 4, 4, Places.LOCK),
        /// A timer.
        TIMER("bpf_timer", 16, 8, Places.CALLBACK),
        /// A work queue.
        WORKQUEUE("bpf_wq", 16, 8, Places.CALLBACK),
        /// Work for a task to do.
        TASK_WORK("bpf_task_work", 8, 8, Places.CALLBACK),
        /// A kernel pointer that may be stale.
        UNTRUSTED_POINTER("kptr_untrusted", 8, 8, Places.POINTER),
        /// A kernel pointer, or one to an allocated object, with a reference.
        REFERENCED_POINTER("kptr", 8, 8, Places.POINTER),
        /// The same to an object of which each CPU has one.
        PERCPU_POINTER("percpu_kptr", 8, 8, Places.POINTER),
        /// A pointer to memory that is shared with a process.
        USER_POINTER("uptr", 8, 8, Places.USER),
        /// The head of a linked list.
        LIST_HEAD("bpf_list_head", 16, 8, Places.GRAPH),
        /// The root of a red-black tree.
        RB_ROOT("bpf_rb_root", 16, 8, Places.GRAPH),
        /// What links an allocated object into a list.
        LIST_NODE("bpf_list_node", 24, 8, Places.NONE),
        /// What links an allocated object into a tree.
        RB_NODE("bpf_rb_node", 32, 8, Places.NONE),
        /// A reference counter of an allocated object.
        REFCOUNT("bpf_refcount", 4, 4, Places.POINTER);

        private final String kernelName;
        private final int size;
        private final int alignment;
        private final Set<MapType> maps;

        Kind(String kernelName, int size, int alignment, Set<MapType> maps) {
            this.kernelName = kernelName;
            this.size = size;
            this.alignment = alignment;
            this.maps = maps;
        }

        /// The name of its structure without `struct`, or the tag of such pointers.
        public String kernelName() {
            return kernelName;
        }

        /// Its size in bytes.
        public int size() {
            return size;
        }

        /// What its offset must be a multiple of; elsewhere it is ordinary memory.
        public int alignment() {
            return alignment;
        }

        /// The types of maps whose values may have it.
        public Set<MapType> maps() {
            return maps;
        }

        /// Whether it is a pointer with a tag.
        public boolean pointer() {
            return this == UNTRUSTED_POINTER
                    || this == REFERENCED_POINTER
                    || this == PERCPU_POINTER
                    || this == USER_POINTER;
        }

        /// Whether a value may have only one of it.
        public boolean single() {
            return this == SPIN_LOCK
                    || this == RES_SPIN_LOCK
                    || this == TIMER
                    || this == WORKQUEUE
                    || this == TASK_WORK;
        }

        /// Whether it may stand in arrays.
        public boolean repeatable() {
            return pointer() || this == LIST_HEAD || this == RB_ROOT;
        }

        static Optional<Kind> byName(String kernelName) {
            return Arrays.stream(values()).filter(k -> k.kernelName.equals(kernelName)).findFirst();
        }
    }

    /// Which maps take which kinds of fields, as Linux 6.18 does.
    private static final class Places {
        static final Set<MapType> NONE = Set.of();
        static final Set<MapType> USER = Set.of(MapType.TASK_STORAGE);
        static final Set<MapType> CALLBACK = Set.of(MapType.HASH, MapType.ARRAY, MapType.LRU_HASH);
        static final Set<MapType> GRAPH = CALLBACK;
        static final Set<MapType> LOCK =
                Set.of(
                        MapType.HASH,
                        MapType.ARRAY,
                        MapType.CGROUP_STORAGE,
                        MapType.SK_STORAGE,
                        MapType.INODE_STORAGE,
                        MapType.TASK_STORAGE,
                        MapType.CGRP_STORAGE);
        static final Set<MapType> POINTER =
                EnumSet.of(
                        MapType.HASH,
                        MapType.ARRAY,
                        MapType.PERCPU_HASH,
                        MapType.PERCPU_ARRAY,
                        MapType.LRU_HASH,
                        MapType.LRU_PERCPU_HASH,
                        MapType.SK_STORAGE,
                        MapType.INODE_STORAGE,
                        MapType.TASK_STORAGE,
                        MapType.CGRP_STORAGE);
    }

    /// The offset behind its last byte.
    public int end() {
        return offset + kind.size();
    }

    /// Whether the `bytes` bytes at `at` touch it.
    public boolean overlaps(int at, int bytes) {
        return at < end() && offset < at + bytes;
    }

    /// The same field `bytes` further on.
    SpecialField movedBy(int bytes) {
        return new SpecialField(kind, offset + bytes, typeId, node);
    }
}
