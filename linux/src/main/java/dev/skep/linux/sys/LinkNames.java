package dev.skep.linux.sys;

import java.lang.foreign.MemorySegment;

/// Where the information of a link has room for a name that the kernel writes.
enum LinkNames {
    NONE("", ""),
    TRACEPOINT("_tp_name", "_tp_name_len"),
    ITERATOR("_iter_target_name", "_iter_target_name_len"),
    PERF_EVENT("_perf_name", "_perf_name_len"),
    MULTI("_multi_path", "_multi_path_size");

    private static final int RAW_TRACEPOINT_LINK = 1;
    private static final int ITERATOR_LINK = 4;
    private static final int PERF_EVENT_LINK = 7;
    private static final int UPROBE_MULTI_LINK = 12;

    /// `BPF_PERF_EVENT_EVENT`: the plain events, which have no name.
    private static final int PLAIN_EVENT = 6;

    private final String pointer;
    private final String length;

    LinkNames(String pointer, String length) {
        this.pointer = pointer;
        this.length = length;
    }

    /// @param type `enum bpf_link_type`
    /// @param perfType `enum bpf_perf_event_type`, of links to perf events
    static LinkNames of(int type, int perfType) {
        return switch (type) {
            case RAW_TRACEPOINT_LINK -> TRACEPOINT;
            case ITERATOR_LINK -> ITERATOR;
            case PERF_EVENT_LINK -> perfType == PLAIN_EVENT || perfType == 0 ? NONE : PERF_EVENT;
            case UPROBE_MULTI_LINK -> MULTI;
            default -> NONE;
        };
    }

    void ask(Struct info, MemorySegment room) {
        info.point(pointer, room).set(length, room.byteSize());
    }
}
