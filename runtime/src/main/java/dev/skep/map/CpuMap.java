package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_CPUMAP`: CPUs by number (`Documentation/bpf/map_cpumap.rst`). A value is `struct
/// bpf_cpumap_val`: the length of the CPU's queue, and a program's id or 0.
public final class CpuMap extends RedirectArray {
    private static final int LONGEST_QUEUE = 16384;

    private final int cpus;

    CpuMap(MapDefinition definition, Registry registry, int cpus) {
        super(definition, registry);
        this.cpus = cpus;
    }

    @Override
    long target(int index, long element) {
        return index;
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        int cpu = OffHeap.getInt(key);
        if (Long.compareUnsigned(flags, EXIST) > 0) {
            return Errno.EINVAL.result();
        }
        if (outside(cpu)) {
            return Errno.E2BIG.result();
        }
        if (flags == NO_EXIST) {
            return Errno.EEXIST.result();
        }
        int queue = OffHeap.getInt(value);
        if (Integer.compareUnsigned(queue, LONGEST_QUEUE) > 0) {
            return Errno.EOVERFLOW.result();
        }
        if (cpu >= cpus) {
            return Errno.ENODEV.result();
        }
        if (queue == 0) {
            clear(cpu);
            return 0;
        }
        long refusal = refusal(value);
        if (refusal == 0) {
            store(cpu, value);
        }
        return refusal;
    }

    @Override
    long userDelete(long key) {
        int cpu = OffHeap.getInt(key);
        if (outside(cpu)) {
            return Errno.EINVAL.result();
        }
        clear(cpu);
        return 0;
    }
}
