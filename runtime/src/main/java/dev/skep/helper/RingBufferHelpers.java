package dev.skep.helper;

import dev.skep.map.RingBufferMap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Records for user space through ring buffers.
final class RingBufferHelpers {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "ringbuf_output", RingBufferHelpers::output,
                    "ringbuf_reserve", RingBufferHelpers::reserve,
                    "ringbuf_submit",
                            (run, record, flags, _, _, _) -> Records.of(run).submit(record, flags),
                    "ringbuf_discard",
                            (run, record, flags, _, _, _) -> Records.of(run).discard(record, flags),
                    "ringbuf_query", RingBufferHelpers::query);

    private RingBufferHelpers() {}

    private static long output(Execution run, long map, long data, long size, long flags, long r5) {
        return ring(run, map).output(data, size, flags);
    }

    private static long reserve(Execution run, long map, long size, long flags, long r4, long r5) {
        return Records.of(run).reserve(ring(run, map), size, flags);
    }

    private static long query(Execution run, long map, long flags, long r3, long r4, long r5) {
        return ring(run, map).query(flags);
    }

    static RingBufferMap ring(Execution run, long map) {
        return Arguments.map(run, map, RingBufferMap.class);
    }
}
