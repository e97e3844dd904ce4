package dev.skep.typed;

import dev.skep.diag.HostException;
import dev.skep.host.BpfMap;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/// An array map whose values are Java values, in the memory that programs see (`BPF_F_MMAPABLE`):
/// getting and setting one takes no call of the host.
///
///     SharedArray<Cell> cells = SharedArray.of(object.map("cells"), Cell.class);
///     Cell third = cells.get(2);
///
/// What fits is what fits in a [TypedMap]. Numbers are read and written whole; of structures, a
/// program may see one field before the other. When the map is closed, every access is an
/// [IllegalStateException]. Safe for many threads.
///
/// @param <V> the values
public final class SharedArray<V> {
    private final Codec codec;
    private final MemorySegment memory;
    private final int length;
    private final long stride;
    private final int size;

    private SharedArray(BpfMap map, Class<V> type) {
        String place = Spelling.named(type);
        size = map.definition().valueSize();
        Shape shape = Shapes.ofValue(map, type);
        Shapes.demandSize(shape, size, place, "a value of map " + map.definition().name());
        codec = Codecs.of(type, shape, place);
        length = map.definition().maxEntries();
        stride = size + Long.BYTES - 1 & -Long.BYTES;
        memory = map.memory();
    }

    /// A view of `map`.
    ///
    /// @throws HostException with a [TypedCode] if the class does not fit; a
    ///   [dev.skep.host.MapException] if the map is not in memory
    public static <V> SharedArray<V> of(BpfMap map, Class<V> type) {
        return new SharedArray<>(map, type);
    }

    /// How many values there are.
    public int length() {
        return length;
    }

    /// The value of that index now.
    ///
    /// @throws HostException with [TypedCode#UNKNOWN_CONSTANT] if it holds a number that no
    ///   constant of an enum stands for
    /// @throws IndexOutOfBoundsException if there is no such index
    @SuppressWarnings("unchecked")
    public V get(int index) {
        // Whoever asks in a loop sees what programs write meanwhile.
        VarHandle.acquireFence();
        return (V) codec.read(memory, offset(index));
    }

    /// Stores `value` under that index.
    ///
    /// @throws HostException with [TypedCode#BAD_VALUE] if it does not fit
    /// @throws IndexOutOfBoundsException if there is no such index
    public void set(int index, V value) {
        codec.write(memory, offset(index), value);
        VarHandle.releaseFence();
    }

    /// The bytes of the value of that index.
    ///
    /// @throws IndexOutOfBoundsException if there is no such index
    public MemorySegment memory(int index) {
        return memory.asSlice(offset(index), size);
    }

    private long offset(int index) {
        return Objects.checkIndex(index, length) * stride;
    }
}
