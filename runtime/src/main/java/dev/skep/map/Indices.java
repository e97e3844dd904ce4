package dev.skep.map;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import java.util.function.LongUnaryOperator;

/// What maps share whose keys are the 32-bit indices of an array.
final class Indices {
    private Indices() {}

    /// Why an update of an element that always exists is refused, or `null`.
    static Errno refusal(int index, int entries, long flags) {
        long kind = flags & ~BpfMap.LOCK;
        if (Long.compareUnsigned(kind, BpfMap.EXIST) > 0) {
            return Errno.EINVAL;
        }
        if (Integer.compareUnsigned(index, entries) >= 0) {
            return Errno.E2BIG;
        }
        return kind == BpfMap.NO_EXIST ? Errno.EEXIST : null;
    }

    /// Stores the index after the one at `key` (address 0: none) at `next`.
    static long next(long key, long next, int entries) {
        int index = key == 0 ? -1 : OffHeap.getInt(key);
        boolean outside = key == 0 || Integer.compareUnsigned(index, entries) >= 0;
        if (!outside && index == entries - 1) {
            return Errno.ENOENT.result();
        }
        OffHeap.putInt(next, outside ? 0 : index + 1);
        return 0;
    }

    /// Visits every element of an array, whose addresses `valueOf` gives.
    static long forEach(int entries, JvmMap.Visitor visitor, LongUnaryOperator valueOf) {
        try (Scratch key = new Scratch(Integer.BYTES)) {
            for (long index = 0; index < Integer.toUnsignedLong(entries); index++) {
                OffHeap.putInt(key.address(), (int) index);
                if (visitor.visit(key.address(), valueOf.applyAsLong(index)) != 0) {
                    return index + 1;
                }
            }
            return Integer.toUnsignedLong(entries);
        }
    }
}
