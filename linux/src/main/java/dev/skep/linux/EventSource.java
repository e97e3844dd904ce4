package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.host.MapException;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;

/// An event stream that holds memory of the kernel, and ends with its map.
sealed interface EventSource extends EventStream, AutoCloseable
        permits RingBufferEvents, PerfBufferEvents {
    /// The records of `map`.
    ///
    /// @throws MapException `EINVAL` if it is neither a ring buffer nor a perf-event array
    static EventSource of(KernelMap map) throws RefusedCall {
        MapDefinition definition = map.definition();
        if (definition.type() == MapType.RINGBUF) {
            return RingBufferEvents.open(map.descriptor(), definition);
        }
        if (definition.type() == MapType.PERF_EVENT_ARRAY) {
            return PerfBufferEvents.open(map);
        }
        throw new MapException(
                Errno.EINVAL,
                Diagnostic.of(
                                KernelCode.MAP_OPERATION,
                                "a map of type " + definition.type() + " has no events")
                        .at(KernelMaps.place(definition))
                        .fix("ask a ring buffer or a perf-event array"));
    }

    /// What a stream says whose map is closed.
    static MapException closed(MapDefinition map) {
        return new MapException(
                Errno.EBADF,
                Diagnostic.of(KernelCode.MAP_OPERATION, "the map of these events is closed")
                        .at(KernelMaps.place(map)));
    }

    @Override
    void close();
}
