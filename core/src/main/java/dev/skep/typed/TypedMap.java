package dev.skep.typed;

import dev.skep.host.BpfMap;
import dev.skep.program.MapDefinition;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
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
        Objects.requireNonNull(value);
        byte[] bytes = new byte[valueSize(value)];
        this.value.write(MemorySegment.ofArray(bytes), 0, value);
        map.update(bytes(key), bytes, flags);
    }

    /// Removes what is under `key`; false if there is nothing.
    ///
    /// @throws dev.skep.host.MapException where the map refuses
    public boolean remove(K key) {
        return map.delete(bytes(key));
    }

    /// The keys, one after the other, as the map is while they are walked over: what comes and goes
    /// meanwhile may be missed.
    public Stream<K> keys() {
        return StreamSupport.stream(new Keys(), false);
    }

    /// The elements, as [#keys] gives their keys; those that are gone when it is their turn are
    /// left out.
    public Stream<Map.Entry<K, V>> entries() {
        return keys().flatMap(k -> get(k).map(v -> Map.entry(k, v)).stream());
    }

    private int valueSize(V value) {
        return this.value instanceof PerCpuCodec cpus
                ? cpus.stride() * ((List<?>) value).size()
                : map.definition().valueSize();
    }

    private byte[] bytes(K key) {
        byte[] bytes = new byte[map.definition().keySize()];
        this.key.write(MemorySegment.ofArray(bytes), 0, Objects.requireNonNull(key, place));
        return bytes;
    }

    @SuppressWarnings("unchecked")
    private V value(byte[] bytes) {
        return (V) value.read(MemorySegment.ofArray(bytes), 0);
    }

    /// Walks over the keys.
    private final class Keys extends Spliterators.AbstractSpliterator<K> {
        private byte[] last;

        Keys() {
            super(Long.MAX_VALUE, NONNULL | DISTINCT);
        }

        @Override
        @SuppressWarnings("unchecked")
        public boolean tryAdvance(Consumer<? super K> action) {
            Optional<byte[]> next = map.nextKey(last);
            next.ifPresent(
                    bytes -> {
                        last = bytes;
                        action.accept((K) key.read(MemorySegment.ofArray(bytes), 0));
                    });
            return next.isPresent();
        }
    }
}
