package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_ARRAY`: values by index, all there from the start. The value of index `i` stands
/// at [#base()]` + i * `[#stride()].
public final class ArrayMap extends JvmMap {
    private final Block memory;
    private final int entries;
    private final long stride;

    ArrayMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
        entries = definition.maxEntries();
        stride = round8(definition.valueSize());
        memory = new Block(stride * Integer.toUnsignedLong(entries));
        definition.globals().ifPresent(globals -> fill(globals.contents()));
    }

    private void fill(byte[] contents) {
        if (contents.length > memory.size()) {
            throw Refusal.length(
                    definition(), "initial contents", contents.length, definition().valueSize());
        }
        OffHeap.put(contents, memory.address());
    }

    /// How many values there are, unsigned: a 32-bit key below it is the index of one.
    public int entries() {
        return entries;
    }

    /// The address of the first value.
    public long base() {
        return memory.address();
    }

    /// How far one value is from the next, in bytes.
    public long stride() {
        return stride;
    }

    @Override
    public long lookup(long key, int cpu) {
        int index = OffHeap.getInt(key);
        return Integer.compareUnsigned(index, entries) < 0
                ? memory.address() + Integer.toUnsignedLong(index) * stride
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
        return 0;
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, entries);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return Indices.forEach(entries, visitor, index -> memory.address() + index * stride);
    }

    @Override
    public long valueAt(long address) {
        if (!memory.contains(address)) {
            return 0;
        }
        long offset = address - memory.address();
        return address - offset % stride;
    }
}
