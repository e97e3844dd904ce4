package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_PERCPU_HASH` and `BPF_MAP_TYPE_LRU_PERCPU_HASH`: keys of any kind to a value for
/// every CPU. A program's update writes the value of its own CPU; where it creates the element, the
/// others are zero.
public final class PerCpuHashMap extends JvmMap {
    private final HashTable table;
    private final PerCpuHashSide programs;
    private final int cpus;
    private final long stride;

    PerCpuHashMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        cpus = options.cpus();
        stride = round8(definition.valueSize());
        Values values = new Values.PerCpu(definition.valueSize(), stride, cpus);
        table = Tables.create(definition, values, options);
        programs = new PerCpuHashSide(table, cpus, stride);
    }

    @Override
    public ProgramSide programSide() {
        return programs;
    }

    @Override
    public long lookup(long key, int cpu) {
        return programs.lookup(key, cpu);
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        return programs.update(key, value, flags, cpu);
    }

    @Override
    public long delete(long key) {
        return programs.delete(key);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return table.forEach(cpu * stride, visitor);
    }

    @Override
    public long valueAt(long address) {
        long values = table.valuesAt(address);
        return values == 0 ? 0 : address - (address - values) % stride;
    }

    @Override
    int userValueSize() {
        return (int) (stride * cpus);
    }

    @Override
    long userLookup(long key, long value) {
        long found = table.find(key);
        if (found == 0) {
            return Errno.ENOENT.result();
        }
        OffHeap.copy(found, value, stride * cpus);
        return 0;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        return update(key, value, flags, Values.EVERY_CPU);
    }

    @Override
    long userTake(long key, long value) {
        return table.take(key, value) ? 0 : Errno.ENOENT.result();
    }

    @Override
    long userNextKey(long key, long next) {
        return table.nextKey(key, next);
    }
}
