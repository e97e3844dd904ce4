package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The places of a link to many probes at once; what this user may not see is zero.
///
/// @param addresses of kernel functions, or offsets in the file
/// @param cookies one for each place
/// @param counters offsets of reference counters in the file; empty for kernel functions
public record ProbePlaces(long[] addresses, long[] cookies, long[] counters) {
    /// The places of a link of the type `kprobe_multi`.
    public static ProbePlaces ofFunctions(Descriptor link, int count) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment addresses = room(arena, count);
            MemorySegment cookies = room(arena, count);
            Struct info =
                    Struct.of(arena, "bpf_link_info")
                            .point("_kprobe_multi_addrs", addresses)
                            .set("_kprobe_multi_count", count)
                            .point("_kprobe_multi_cookies", cookies);
            Inventory.fill(arena, link, info);
            return new ProbePlaces(
                    addresses.toArray(JAVA_LONG), cookies.toArray(JAVA_LONG), new long[0]);
        }
    }

    /// The places of a link of the type `uprobe_multi`.
    public static ProbePlaces ofFile(Descriptor link, int count) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offsets = room(arena, count);
            MemorySegment counters = room(arena, count);
            MemorySegment cookies = room(arena, count);
            Struct info =
                    Struct.of(arena, "bpf_link_info")
                            .point("_multi_offsets", offsets)
                            .point("_multi_ref_ctr_offsets", counters)
                            .point("_multi_cookies", cookies)
                            .set("_multi_count", count);
            Inventory.fill(arena, link, info);
            return new ProbePlaces(
                    offsets.toArray(JAVA_LONG),
                    cookies.toArray(JAVA_LONG),
                    counters.toArray(JAVA_LONG));
        }
    }

    private static MemorySegment room(Arena arena, int count) {
        return arena.allocate(JAVA_LONG, count);
    }
}
