package dev.skep.typed;

import dev.skep.host.BatchResult;
import dev.skep.host.BpfMap;
import dev.skep.host.MapBatch;
import dev.skep.program.MapDefinition;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A map whose keys and values are Java values:
///
///     record Counter(long packets, long bytes, long dropped) {}
///
///     TypedMap<Integer, Counter> counters = TypedMap.of(map, Integer.class, Counter.class);
///     Optional<Counter> tcp = counters.get(3);
///
/// What the bytes are is read from the types that the object carries for the map (BTF). Components
/// of records find fields of structures by their names: `srcIp` or `src_ip` find `src_ip`. A record
/// need not name every field; those that it leaves out are written as zero. What fits:
///
/// | C | Java |
/// |---|---|
/// | whole numbers, pointers | `byte`, `short`, `int`, `long` of at least that size; `boolean` for one byte. A larger Java type holds the value, so `__u32` is never negative as a `long`; one of the same size takes the bits |
/// | `enum` | an enum with constants of those names (`Protocol.TCP` for `TCP`), or a number |
/// | `float`, `double` | `float`, `double` |
/// | structures | records |
/// | unions | records with one component |
/// | arrays | arrays, or `List`s in records; `String` for arrays of bytes |
/// | anything | `byte[]` |
///
/// Where the object carries no types, numbers must have exactly the size that there is, and records
/// are laid out as C would their components; a [MemoryLayout] can say otherwise.
///
/// All of that is looked at when the view is made; errors are [dev.skep.diag.HostException]s with a
/// [TypedCode] that name the component and say what would fit. Safe for many threads, as maps are.
///
/// @param <K> the keys
/// @param <V> the values; for per-CPU maps a list with one for each CPU
public final class TypedMap<K, V> {
    private final BpfMap map;
    private final Codec key;
    private final Codec value;
    private final String place;

    private TypedMap(BpfMap map, Codec key, Codec value) {
        this.map = map;
        this.key = key;
        this.value = value;
        this.place = "map " + map.definition().name();
    }

    /// A view of `map`, which has one value for each key.
    ///
    /// @throws dev.skep.diag.HostException with a [TypedCode] if the classes do not fit
    public static <K, V> TypedMap<K, V> of(BpfMap map, Class<K> key, Class<V> value) {
        return single(map, key, Shapes.ofKey(map, key), value, Shapes.ofValue(map, value));
    }

    /// A view of `map` by layouts, whose names are those of the fields, whatever its object says.
    ///
    /// @throws dev.skep.diag.HostException with a [TypedCode] if classes, layouts and map do not
    ///   fit
    public static <K, V> TypedMap<K, V> of(
            BpfMap map,
            Class<K> key,
            MemoryLayout keyLayout,
            Class<V> value,
            MemoryLayout valueLayout) {
        return single(map, key, LayoutShapes.of(keyLayout), value, LayoutShapes.of(valueLayout));
    }

    private static <K, V> TypedMap<K, V> single(
            BpfMap map, Class<K> key, Shape keyShape, Class<V> value, Shape valueShape) {
        if (map.definition().type().perCpu()) {
            throw wrongMap(map, "it has a value for each CPU", "use TypedMap.perCpu");
        }
        return new TypedMap<>(
                map, keyCodec(map, key, keyShape), valueCodec(map, value, valueShape));
    }

    /// A view of `map`, which has a value for each CPU under each key.
    ///
    /// @param value the class of one of the values
    /// @throws dev.skep.diag.HostException with a [TypedCode] if the classes do not fit
    public static <K, V> TypedMap<K, List<V>> perCpu(BpfMap map, Class<K> key, Class<V> value) {
        MapDefinition definition = map.definition();
        if (!definition.type().perCpu()) {
            throw wrongMap(map, "it has one value for each key", "use TypedMap.of");
        }
        Codec keyCodec = keyCodec(map, key, Shapes.ofKey(map, key));
        Codec each = valueCodec(map, value, Shapes.ofValue(map, value));
        int stride = (definition.valueSize() + 7) / 8 * 8;
        return new TypedMap<>(
                map, keyCodec, new PerCpuCodec("map " + definition.name(), each, stride));
    }

    private static Codec keyCodec(BpfMap map, Class<?> type, Shape shape) {
        MapDefinition definition = map.definition();
        if (definition.keySize() == 0) {
            throw wrongMap(map, "it has no keys", "use the map itself, or TypedEvents");
        }
        return codec(type, shape, definition.keySize(), "a key of map " + definition.name());
    }

    private static Codec valueCodec(BpfMap map, Class<?> type, Shape shape) {
        MapDefinition definition = map.definition();
        return codec(type, shape, definition.valueSize(), "a value of map " + definition.name());
    }

    private static Codec codec(Class<?> type, Shape shape, int size, String what) {
        String place = Spelling.named(type);
        Shapes.demandSize(shape, size, place, what);
        return Codecs.of(type, shape, place);
    }

    private static RuntimeException wrongMap(BpfMap map, String why, String fix) {
        return Refusals.refuse(TypedCode.WRONG_MAP, "map " + map.definition().name(), why, fix);
    }

    /// The map behind this view.
    public BpfMap map() {
        return map;
    }

    /// The value under `key`, if there is one.
    ///
    /// @throws dev.skep.host.MapException where the map refuses
    /// @throws dev.skep.diag.HostException with [TypedCode#UNKNOWN_CONSTANT] if it holds a number
    ///   that no constant of an enum stands for
    public Optional<V> get(K key) {
        return map.lookup(bytes(key)).map(this::value);
    }

    /// Stores `value` under `key`.
    ///
    /// @throws dev.skep.host.MapException where the map refuses: it is full, or the key is outside
    /// @throws dev.skep.diag.HostException with [TypedCode#BAD_VALUE] if a number or text does not
    ///   fit its field
    public void put(K key, V value) {
        put(key, value, BpfMap.ANY);
    }

    /// Stores `value` under `key` as `flags` say: [BpfMap#NO_EXIST], [BpfMap#EXIST].
    ///
    /// @throws dev.skep.host.MapException where the map refuses
    /// @throws dev.skep.diag.HostException with [TypedCode#BAD_VALUE] if a number or text does not
    ///   fit its field
    public void put(K key, V value, long flags) {
        map.update(bytes(key), valueBytes(value), flags);
    }

    /// Removes what is under `key`; false if there is nothing.
    ///
    /// @throws dev.skep.host.MapException where the map refuses
    public boolean remove(K key) {
        return map.delete(bytes(key));
    }

    /// The keys, one after the other, as the map is while they are walked over. What others store
    /// and remove meanwhile may be missed, or come twice; the key that was handed out last may be
    /// removed.
    public Stream<K> keys() {
        return StreamSupport.stream(new Keys(), false);
    }

    /// The elements, as [#keys] gives their keys; those that are gone when it is their turn are
    /// left out.
    public Stream<Map.Entry<K, V>> entries() {
        return keys().flatMap(k -> get(k).map(v -> Map.entry(k, v)).stream());
    }

    /// The elements, as [BpfMap#batches] gives them: with many, a fraction of the cost of
    /// [#entries()].
    ///
    /// @param batch how many are fetched at a time, at least 1
    public Stream<Map.Entry<K, V>> entries(int batch) {
        return elements(map.batches(batch));
    }

    /// The elements, which are taken out of the map, as [BpfMap#takeBatches] does: those that were
    /// fetched are gone, whether the stream is read to its end or not.
    ///
    /// @param batch how many are fetched at a time, at least 1
    public Stream<Map.Entry<K, V>> takeAll(int batch) {
        return elements(map.takeBatches(batch));
    }

    /// Stores all of `elements`, many at a time.
    ///
    /// @throws dev.skep.host.MapException where the map refuses one; those before it, in the order
    ///   of `elements`, are stored
    /// @throws dev.skep.diag.HostException with [TypedCode#BAD_VALUE] if a number or text does not
    ///   fit its field; nothing is stored then
    public void putAll(Map<? extends K, ? extends V> elements) {
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        elements.forEach(
                (k, v) -> {
                    keys.add(bytes(k));
                    values.add(valueBytes(v));
                });
        BatchResult result = map.updateAll(MapBatch.of(keys, values), BpfMap.ANY);
        for (int i = result.count(); i < keys.size(); i++) {
            // Once more, alone: the map says why not. If it takes it now, all the better.
            map.update(keys.get(i), values.get(i), BpfMap.ANY);
        }
    }

    /// Removes what is under `keys`, many at a time; how many there were.
    ///
    /// @throws dev.skep.host.MapException where the map refuses
    public int removeAll(Collection<? extends K> keys) {
        List<byte[]> left = keys.stream().map(this::bytes).toList();
        int removed = 0;
        while (!left.isEmpty()) {
            int done = map.deleteAll(MapBatch.ofKeys(left)).count();
            removed += done;
            if (done < left.size()) {
                // Once more, alone: it is not there, or the map says why not.
                removed += map.delete(left.get(done)) ? 1 : 0;
                done++;
            }
            left = left.subList(done, left.size());
        }
        return removed;
    }

    private Stream<Map.Entry<K, V>> elements(Iterator<MapBatch> batches) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false)
                .flatMap(
                        batch ->
                                IntStream.range(0, batch.count())
                                        .mapToObj(
                                                i ->
                                                        Map.entry(
                                                                key(batch.key(i)),
                                                                value(batch.value(i)))));
    }

    private int valueSize(V value) {
        return this.value instanceof PerCpuCodec cpus
                ? cpus.stride() * ((List<?>) value).size()
                : map.definition().valueSize();
    }

    private byte[] valueBytes(V value) {
        byte[] bytes = new byte[valueSize(Objects.requireNonNull(value, place))];
        this.value.write(MemorySegment.ofArray(bytes), 0, value);
        return bytes;
    }

    private byte[] bytes(K key) {
        byte[] bytes = new byte[map.definition().keySize()];
        this.key.write(MemorySegment.ofArray(bytes), 0, Objects.requireNonNull(key, place));
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private K key(byte[] bytes) {
        return (K) key.read(MemorySegment.ofArray(bytes), 0);
    }

    @SuppressWarnings("unchecked")
    private V value(byte[] bytes) {
        return (V) value.read(MemorySegment.ofArray(bytes), 0);
    }

    /// Walks over the keys. The next one is looked up before one is handed out, so that removing
    /// that one does not send the walk back to the start.
    private final class Keys extends Spliterators.AbstractSpliterator<K> {
        private Optional<byte[]> next;

        Keys() {
            super(Long.MAX_VALUE, NONNULL);
        }

        @Override
        public boolean tryAdvance(Consumer<? super K> action) {
            Optional<byte[]> current = next == null ? map.nextKey(null) : next;
            next = current.flatMap(map::nextKey);
            current.ifPresent(bytes -> action.accept(key(bytes)));
            return current.isPresent();
        }
    }
}
