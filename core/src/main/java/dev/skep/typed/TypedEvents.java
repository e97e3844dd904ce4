package dev.skep.typed;

import dev.skep.btf.Btf;
import dev.skep.diag.HostException;
import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What programs send through a ring buffer or perf-event array, as Java values. What fits is what
/// fits in a [TypedMap]. For one thread at a time.
///
/// @param <T> the events, records as a rule
public final class TypedEvents<T> {
    private final EventStream stream;
    private final Codec codec;
    private final long size;
    private final String place;

    private TypedEvents(BpfMap map, Class<T> type, Shape shape) {
        place = Spelling.named(type);
        codec = Codecs.of(type, shape, place);
        size = shape.size();
        stream = map.events();
    }

    /// The events of `map`, which are what C calls like the record: `struct packet_event` for
    /// `PacketEvent`.
    ///
    /// @param types of the object that the map is from
    /// @throws HostException with a [TypedCode] if there is no such type, or it does not fit; a
    ///   [dev.skep.host.MapException] if the map carries no events
    public static <T> TypedEvents<T> of(BpfMap map, Btf types, Class<T> type) {
        return of(map, types, Spelling.inC(type.getSimpleName()), type);
    }

    /// The events of `map`, which are what C calls `name`, a structure, union or typedef.
    ///
    /// @param types of the object that the map is from
    /// @throws HostException as [#of(BpfMap, Btf, Class)]
    public static <T> TypedEvents<T> of(BpfMap map, Btf types, String name, Class<T> type) {
        Shape shape =
                Shapes.named(types, name)
                        .orElseThrow(
                                () ->
                                        Refusals.refuse(
                                                TypedCode.NO_FIELD,
                                                Spelling.named(type),
                                                "the object has no type " + name,
                                                "name the C type; skep btf dump lists them"));
        return new TypedEvents<>(map, type, shape);
    }

    /// The events of `map`, which are laid out as C would the components of the record.
    ///
    /// @throws HostException as [#of(BpfMap, Btf, Class)]
    public static <T> TypedEvents<T> of(BpfMap map, Class<T> type) {
        return new TypedEvents<>(map, type, RecordShapes.of(type, 0));
    }

    /// The next event, or empty if none is waiting. Does not block.
    ///
    /// @throws HostException with [TypedCode#SHORT_EVENT] if it is shorter than the type
    public Optional<T> poll() {
        return stream.poll().map(event -> value(event.data()));
    }

    /// The next event; waits for one where none is waiting, as [EventStream#poll(Duration)] does.
    ///
    /// @return empty if none came for that long, or somebody called [#wakeUp]
    /// @throws HostException as [#poll]
    public Optional<T> poll(Duration timeout) {
        return stream.poll(timeout).map(event -> value(event.data()));
    }

    /// Has a thread that waits in [#poll(Duration)] return at once.
    public void wakeUp() {
        stream.wakeUp();
    }

    /// Hands all events that are waiting to `action`.
    ///
    /// @return how many there were
    /// @throws HostException as [#poll]
    public int forEachWaiting(Consumer<? super T> action) {
        int count = 0;
        for (Optional<T> event = poll(); event.isPresent(); event = poll()) {
            action.accept(event.get());
            count++;
        }
        return count;
    }

    /// How many events were dropped so far because nobody read in time, as far as the host knows:
    /// [EventStream#lost].
    public long lost() {
        return stream.lost();
    }

    @SuppressWarnings("unchecked")
    private T value(byte[] bytes) {
        if (bytes.length < size) {
            throw Refusals.refuse(
                    TypedCode.SHORT_EVENT,
                    place,
                    "an event of %d bytes came, its type has %d".formatted(bytes.length, size),
                    "name the type of what the program sends");
        }
        return (T) codec.read(MemorySegment.ofArray(bytes), 0);
    }
}
