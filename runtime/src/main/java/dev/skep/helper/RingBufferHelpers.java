package dev.skep.helper;

import dev.skep.map.JvmMap;
import dev.skep.map.RingBufferMap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.MapFunction;
import java.util.Map;

/// Records for user space through ring buffers.
final class RingBufferHelpers {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "ringbuf_submit",
                            (run, record, flags, _, _, _) -> Records.submit(run, record, flags),
                    "ringbuf_discard",
                            (run, record, flags, _, _, _) -> Records.discard(run, record, flags));

    static final Map<String, MapFunction> ON_MAPS =
            Map.of(
                    "ringbuf_output",
                            (run, map, data, size, flags, _) ->
                                    ring(run, map).output(data, size, flags),
                    "ringbuf_reserve",
                            (run, map, size, flags, _, _) ->
                                    Records.reserve(run, ring(run, map), size, flags),
                    "ringbuf_query", (run, map, flags, _, _, _) -> ring(run, map).query(flags));

    private RingBufferHelpers() {}

    static RingBufferMap ring(Execution run, JvmMap map) {
        return Arguments.map(run, map, RingBufferMap.class);
    }
}
