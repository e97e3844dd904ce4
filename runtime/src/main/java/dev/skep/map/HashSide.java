package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;

/// The programs' side of hash maps with one value for all CPUs.
record HashSide(HashTable table, ValueFields fields) implements ProgramSide {
    @Override
    public long lookup(long key, int cpu) {
        return table.use(key);
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        if (Long.compareUnsigned(flags & ~BpfMap.LOCK, BpfMap.EXIST) > 0
                || (flags & BpfMap.LOCK) != 0 && !fields.hasLock()) {
            return Errno.EINVAL.result();
        }
        return table.put(key, value, flags, cpu);
    }

    @Override
    public long delete(long key) {
        return table.remove(key) ? 0 : Errno.ENOENT.result();
    }
}
