package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;

/// The programs' side of hash maps with a value for every CPU.
///
/// @param stride how far the value of one CPU is from that of the next, in bytes
record PerCpuHashSide(HashTable table, int cpus, long stride) implements ProgramSide {
    @Override
    public long lookup(long key, int cpu) {
        if (cpu < 0 || cpu >= cpus) {
            return 0;
        }
        long found = table.use(key);
        return found == 0 ? 0 : found + cpu * stride;
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        return Long.compareUnsigned(flags, BpfMap.EXIST) > 0
                ? Errno.EINVAL.result()
                : table.put(key, value, flags, cpu);
    }

    @Override
    public long delete(long key) {
        return table.remove(key) ? 0 : Errno.ENOENT.result();
    }
}
