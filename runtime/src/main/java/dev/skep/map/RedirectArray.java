package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.host.LoadedProgram;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import java.util.Optional;
import java.util.stream.IntStream;

/// What redirect maps over an array share. An element is its value (8 bytes, zero behind shorter
/// ones), and whether it is there (8 bytes).
abstract sealed class RedirectArray extends RedirectMap permits DeviceMap, CpuMap, SocketMap {
    private static final long STRIDE = 16;

    final Registry registry;
    private final Block memory;
    private final int entries;

    RedirectArray(MapDefinition definition, Registry registry) {
        super(definition, registry);
        this.registry = registry;
        entries = definition.maxEntries();
        memory = new Block(Integer.toUnsignedLong(entries) * STRIDE);
    }

    /// What a packet is sent to by the element at `element`, whose index is `index`.
    abstract long target(int index, long element);

    @Override
    public final long target(int key) {
        long element = present(key);
        return element == 0 ? NONE : target(key, element);
    }

    @Override
    public final Optional<LoadedProgram> programAt(int key) {
        long element = present(key);
        return element == 0
                ? Optional.empty()
                : registry.program(OffHeap.getInt(element + Integer.BYTES));
    }

    @Override
    public final long[] targets() {
        return IntStream.range(0, entries).mapToLong(this::target).filter(t -> t != NONE).toArray();
    }

    @Override
    public final long lookup(long key, int cpu) {
        return present(OffHeap.getInt(key));
    }

    /// The element at `index` if there is one, else 0.
    private long present(int index) {
        if (outside(index)) {
            return 0;
        }
        long element = element(index);
        return OffHeap.getIntAcquire(element + Long.BYTES) == 0 ? 0 : element;
    }

    private long element(int index) {
        return memory.address() + Integer.toUnsignedLong(index) * STRIDE;
    }

    final boolean outside(int index) {
        return Integer.compareUnsigned(index, entries) >= 0;
    }

    /// Writes the element at `index` from `value`.
    final synchronized void store(int index, long value) {
        OffHeap.copy(value, element(index), definition().valueSize());
        OffHeap.putIntRelease(element(index) + Long.BYTES, 1);
    }

    /// Takes the element at `index` out; says whether there was one.
    final synchronized boolean clear(int index) {
        boolean was = present(index) != 0;
        OffHeap.putIntRelease(element(index) + Long.BYTES, 0);
        return was;
    }

    /// Why a program of that id cannot stand in an element, or 0.
    final long refusal(long value) {
        boolean named = definition().valueSize() > Integer.BYTES;
        int id = named ? OffHeap.getInt(value + Integer.BYTES) : 0;
        return id > 0 && registry.program(id).isEmpty() ? Errno.EINVAL.result() : 0;
    }

    @Override
    public final long valueAt(long address) {
        if (!memory.contains(address)) {
            return 0;
        }
        long offset = (address - memory.address()) % STRIDE;
        return offset < definition().valueSize() ? address - offset : 0;
    }

    @Override
    final long userNextKey(long key, long next) {
        return Indices.next(key, next, entries);
    }
}
