package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_PERCPU_ARRAY`: an array with a value of its own for every CPU. The value of index
/// `i` on CPU `c` stands at [#base()]` + i * `[#stride()]` + c * `[#cpuStride()].
public final class PerCpuArrayMap extends JvmMap {
    private final Block memory;
    private final int entries;
    private final int cpus;
    private final long stride;

    PerCpuArrayMap(MapDefinition definition, Registry registry, int cpus) {
        super(definition, registry);
        this.cpus = cpus;
        entries = definition.maxEntries();
        stride = round8(definition.valueSize());
        memory = new Block(stride * cpus * Integer.toUnsignedLong(entries));
    }

    /// How many indices there are, unsigned: a 32-bit key below it is one.
    public int entries() {
        return entries;
    }

    /// How many CPUs have values: CPU numbers are below it.
    public int cpus() {
        return cpus;
    }

    /// The address of the first value of CPU 0.
    public long base() {
        return memory.address();
    }

    /// How far the values of one index are from those of the next, in bytes.
    public long stride() {
        return stride * cpus;
    }

    /// How far the value of one CPU is from that of the next, in bytes.
    public long cpuStride() {
        return stride;
    }

    @Override
    public long lookup(long key, int cpu) {
        int index = OffHeap.getInt(key);
        return Integer.compareUnsigned(index, entries) < 0 && cpu >= 0 && cpu < cpus
                ? value(Integer.toUnsignedLong(index), cpu)
                : 0;
    }

    private long value(long index, int cpu) {
        return memory.address() + (index * cpus + cpu) * stride;
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        Errno refusal = Indices.refusal(OffHeap.getInt(key), entries, flags);
        if (refusal != null) {
            return refusal.result();
        }
        OffHeap.copy(value, lookup(key, cpu), definition().valueSize());
        return 0;
    }

    @Override
    int userValueSize() {
        return (int) (stride * cpus);
    }

    @Override
    long userLookup(long key, long value) {
        long first = lookup(key, 0);
        if (first == 0) {
            return Errno.ENOENT.result();
        }
        OffHeap.copy(first, value, stride * cpus);
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        Errno refusal = Indices.refusal(OffHeap.getInt(key), entries, flags);
        if (refusal != null) {
            return refusal.result();
        }
        if ((flags & LOCK) != 0) {
            return Errno.EINVAL.result();
        }
        OffHeap.copy(value, lookup(key, 0), stride * cpus);
        return 0;
    }

    @Override
    long userNextKey(long key, long next) {
        return Indices.next(key, next, entries);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return Indices.forEach(entries, visitor, index -> value(index, cpu));
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
