package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_PERCPU_ARRAY`: an array with a value of its own for every CPU. The value of index
/// `i` on CPU `c` stands at [#base()]` + i * `[#stride()]` + c * `[#cpuStride()].
public final class PerCpuArrayMap extends JvmMap {
    private final Elements elements;

    PerCpuArrayMap(MapDefinition definition, Registry registry, int cpus) {
        super(definition, registry);
        int entries = definition.maxEntries();
        int size = definition.valueSize();
        long stride = round8(size);
        Block memory = new Block(stride * cpus * Integer.toUnsignedLong(entries));
        elements = new Elements(memory, memory.address(), entries, cpus, stride, size);
    }

    /// How many indices there are, unsigned: a 32-bit key below it is one.
    public int entries() {
        return elements.entries;
    }

    /// How many CPUs have values: CPU numbers are below it.
    public int cpus() {
        return elements.cpus;
    }

    /// The address of the first value of CPU 0.
    public long base() {
        return elements.base;
    }

    /// How far the values of one index are from those of the next, in bytes.
    public long stride() {
        return elements.stride * elements.cpus;
    }

    /// How far the value of one CPU is from that of the next, in bytes.
    public long cpuStride() {
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
    int userValueSize() {
        return (int) stride();
    }

    @Override
    long userLookup(long key, long value) {
        long first = lookup(key, 0);
        if (first == 0) {
            return Errno.ENOENT.result();
        }
        OffHeap.copy(first, value, stride());
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        Errno refusal = Indices.refusal(OffHeap.getInt(key), elements.entries, flags);
        if (refusal != null) {
            return refusal.result();
        }
        if ((flags & LOCK) != 0) {
            return Errno.EINVAL.result();
        }
        OffHeap.copy(value, lookup(key, 0), stride());
        return 0;
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, elements.entries);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return Indices.forEach(elements.entries, visitor, index -> elements.value(index, cpu));
    }

    @Override
    public long valueAt(long address) {
        if (!elements.memory.contains(address)) {
            return 0;
        }
        return address - (address - elements.base) % elements.stride;
    }

    /// The values, and the programs' side of them.
    private record Elements(
            Block memory, long base, int entries, int cpus, long stride, int valueSize)
            implements ProgramSide {
        long value(long index, int cpu) {
            return base + (index * cpus + cpu) * stride;
        }

        @Override
        public long lookup(long key, int cpu) {
            int index = OffHeap.getInt(key);
            return Integer.compareUnsigned(index, entries) < 0 && cpu >= 0 && cpu < cpus
                    ? value(Integer.toUnsignedLong(index), cpu)
                    : 0;
        }

        @Override
        public long update(long key, long value, long flags, int cpu) {
            Errno refusal = Indices.refusal(OffHeap.getInt(key), entries, flags);
            if (refusal != null) {
                return refusal.result();
            }
            OffHeap.copy(value, lookup(key, cpu), valueSize);
            return 0;
        }

        @Override
        public long delete(long key) {
            return Errno.EINVAL.result();
        }
    }
}
