package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.spec.MapType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prints what programs send, as it comes.
final class EventPrinter {
    /// How things are printed.
    enum Form {
        /// For people.
        TEXT,
        /// One JSON object a line.
        JSON
    }

    /// How long nobody looks when nothing came.
    private static final long PAUSE_MILLIS = 20;

    private final Console console;
    private final EventTypes types;
    private final Form form;
    private final Map<String, EventStream> streams = new LinkedHashMap<>();

    /// Opens the streams of `maps`: what is sent from now on is seen.
    EventPrinter(Console console, List<? extends BpfMap> maps, EventTypes types, Form form) {
        this.console = console;
        this.types = types;
        this.form = form;
        for (BpfMap map : maps) {
            MapType type = map.definition().type();
            if (type == MapType.RINGBUF || type == MapType.PERF_EVENT_ARRAY) {
                streams.put(map.definition().name(), map.events());
            }
        }
    }

    /// Prints records until so much time has passed or so many have come, or the thread is
    /// interrupted; then how many were lost.
    void follow(Optional<Duration> most, long count) {
        long start = System.nanoTime();
        long printed = 0;
        while (printed < count
                && most.filter(m -> System.nanoTime() - start >= m.toNanos()).isEmpty()) {
            long before = printed;
            for (Map.Entry<String, EventStream> stream : streams.entrySet()) {
                Optional<EventStream.Event> event = stream.getValue().poll();
                if (printed < count && event.isPresent()) {
                    print(stream.getKey(), event.get().data());
                    printed++;
                }
            }
            if (printed == before && !rest()) {
                break;
            }
        }
        streams.forEach(this::printLost);
    }

    /// Whether nobody wants it to end.
    private boolean rest() {
        console.out().flush();
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void print(String map, byte[] record) {
        if (form == Form.JSON) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("map", map);
            event.put("record", types.tree(map, record));
            console.out().println(Json.line(Map.of("event", event)));
        } else {
            console.out().println(types.text(map, record));
        }
    }

    private void printLost(String map, EventStream stream) {
        if (stream.lost() == 0) {
            return;
        }
        if (form == Form.JSON) {
            Map<String, Object> lost = new LinkedHashMap<>();
            lost.put("map", map);
            lost.put("count", stream.lost());
            console.out().println(Json.line(Map.of("lost", lost)));
        } else {
            console.err().println("skep: %s: %d records were lost".formatted(map, stream.lost()));
        }
    }
}
