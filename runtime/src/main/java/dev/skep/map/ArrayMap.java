package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// `BPF_MAP_TYPE_ARRAY`: values by index, all there from the start. The value of index `i` stands
/// at [#base()]` + i * `[#stride()].
public final class ArrayMap extends JvmMap {
    private final Elements elements;
    private Optional<Shared> shared = Optional.empty();

    ArrayMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
        int entries = definition.maxEntries();
        long stride = round8(definition.valueSize());
        Block memory = new Block(stride * Integer.toUnsignedLong(entries));
        elements = new Elements(memory, memory.address(), entries, stride, fields, elementTimers());
        definition.globals().ifPresent(this::fill);
    }

    /// The memory that user space has.
    private record Shared(MemorySegment memory, Arena arena) {}

    @Override
    public synchronized MemorySegment memory() {
        if ((definition().flags() & MapFlags.MMAPABLE) == 0) {
            return super.memory();
        }
        checkOpen();
        if ((definition().flags() & MapFlags.WRONLY) != 0) {
            throw Refusal.refused(definition(), "memory", Errno.EACCES);
        }
        if ((definition().flags() & MapFlags.RDONLY) != 0) {
            throw Refusal.refused(definition(), "memory", Errno.EINVAL);
        }
        if (shared.isEmpty()) {
            Arena arena = Arena.ofShared();
            long size = elements.stride * Integer.toUnsignedLong(elements.entries);
            MemorySegment memory = elements.memory.view(size, arena);
            shared = Optional.of(new Shared(writable() ? memory : memory.asReadOnly(), arena));
        }
        return shared.get().memory;
    }

    private boolean writable() {
        return !frozen() && (definition().flags() & MapFlags.RDONLY_PROG) == 0;
    }

    @Override
    boolean sharedForWriting() {
        return shared.isPresent() && !shared.get().memory.isReadOnly();
    }

    /// {@inheritDoc} Programs keep the values, user space loses sight of them.
    @Override
    public void close() {
        // Without the lock: this waits for callbacks of timers.
        super.close();
        synchronized (this) {
            shared.map(Shared::arena).filter(a -> a.scope().isAlive()).ifPresent(Arena::close);
        }
    }

    /// Constants are part of what programs were verified with: nobody changes them any more.
    private void fill(Globals globals) {
        byte[] contents = globals.contents();
        if (contents.length > elements.memory.size()) {
            throw Refusal.length(
                    definition(), "initial contents", contents.length, definition().valueSize());
        }
        OffHeap.put(contents, elements.base);
        if (globals.readOnly()) {
            freeze();
        }
    }

    /// How many values there are, unsigned: a 32-bit key below it is the index of one.
    public int entries() {
        return elements.entries;
    }

    /// The address of the first value.
    public long base() {
        return elements.base;
    }

    /// How far one value is from the next, in bytes.
    public long stride() {
        return elements.stride;
    }

    @Override
    public ProgramSide programSide() {
        return elements;
    }

    @Override
    public long lookup(long key, int cpu) {
        return elements.lookup(key, cpu);
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        return elements.update(key, value, flags, cpu);
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, elements.entries);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return Indices.forEach(elements.entries, visitor, elements::value);
    }

    @Override
    public long valueAt(long address) {
        if (!elements.memory.contains(address)) {
            return 0;
        }
        return address - (address - elements.base) % elements.stride;
    }

    @Override
    public long keyOf(long value, long room) {
        OffHeap.putInt(room, (int) ((value - elements.base) / elements.stride));
        return room;
    }

    /// The values, and the programs' side of them.
    private record Elements(
            Block memory,
            long base,
            int entries,
            long stride,
            ValueFields fields,
            ElementTimers timers)
            implements ProgramSide {
        long value(long index) {
            return base + index * stride;
        }

        @Override
        public long lookup(long key, int cpu) {
            int index = OffHeap.getInt(key);
            return Integer.compareUnsigned(index, entries) < 0
                    ? value(Integer.toUnsignedLong(index))
                    : 0;
        }

        @Override
        public long update(long key, long value, long flags, int cpu) {
            Errno refusal = Indices.refusal(OffHeap.getInt(key), entries, flags);
            if (refusal != null) {
                return refusal.result();
            }
            long element = lookup(key, cpu);
            if ((flags & LOCK) == 0) {
                fields.copy(value, element);
            } else if (fields.hasLock()) {
                fields.copyLocked(value, element, element);
            } else {
                return Errno.EINVAL.result();
            }
            timers.drop(element);
            timers.settle();
            return 0;
        }

        @Override
        public long delete(long key) {
            return Errno.EINVAL.result();
        }
    }
}
