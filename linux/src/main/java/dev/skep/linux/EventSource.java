package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.host.MapException;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.EventWait;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An event stream that holds memory of the kernel, and ends with its map.
abstract sealed class EventSource implements EventStream, AutoCloseable
        permits RingBufferEvents, PerfBufferEvents {
    private final KernelMap map;
    private EventWait waiting;
    private volatile boolean closed;

    EventSource(KernelMap map) {
        this.map = map;
    }

    /// The records of `map`.
    ///
    /// @throws MapException `EINVAL` if it is neither a ring buffer nor a perf-event array
    static EventSource of(KernelMap map) throws RefusedCall {
        MapDefinition definition = map.definition();
        if (definition.type() == MapType.RINGBUF) {
            return RingBufferEvents.open(map);
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

    /// The map.
    KernelMap map() {
        return map;
    }

    /// What becomes readable when there are records.
    abstract List<Descriptor> readable();

    /// Gives the memory back.
    abstract void release();

    @Override
    public Optional<Event> poll(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        Optional<Event> event = poll();
        long left = timeout.toNanos();
        EventWait.End ended = EventWait.End.READY;
        while (event.isEmpty() && left > 0 && ended == EventWait.End.READY) {
            ended = await(left);
            event = poll();
            left = end - System.nanoTime();
        }
        if (event.isEmpty() && closed) {
            throw closed();
        }
        return event;
    }

    private EventWait.End await(long nanos) {
        try {
            return waiting().await(nanos);
        } catch (RefusedCall e) {
            throw map.refused("wait for events", e.errno());
        }
    }

    @Override
    public void wakeUp() {
        try {
            waiting().wake();
        } catch (RefusedCall e) {
            throw map.refused("wake up", e.errno());
        }
    }

    /// Who never waits needs no descriptors for it.
    private synchronized EventWait waiting() throws RefusedCall {
        if (closed) {
            throw closed();
        }
        if (waiting == null) {
            waiting = EventWait.of(readable(), EventWait.Interest.READABLE);
        }
        return waiting;
    }

    /// What a stream says whose map is closed.
    MapException closed() {
        return new MapException(
                Errno.EBADF,
                Diagnostic.of(KernelCode.MAP_OPERATION, "the map of these events is closed")
                        .at(KernelMaps.place(map.definition())));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (waiting != null) {
                waiting.close();
            }
        }
        release();
    }
}
