package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_DEVMAP`: interfaces by index (`Documentation/bpf/map_devmap.rst`). A value is
/// `struct bpf_devmap_val`: the interface's index, and a program's id or 0. Any interface but 0 is
/// taken: which ones there are is for the hook to say.
public final class DeviceMap extends RedirectArray {
    DeviceMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
    }

    @Override
    long target(int index, long element) {
        return Integer.toUnsignedLong(OffHeap.getInt(element));
    }

    @Override
    long userUpdate(long key, long value, long flags) {
        int index = OffHeap.getInt(key);
        if (Long.compareUnsigned(flags, EXIST) > 0) {
            return Errno.EINVAL.result();
        }
        if (outside(index)) {
            return Errno.E2BIG.result();
        }
        if (flags == NO_EXIST) {
            return Errno.EEXIST.result();
        }
        if (OffHeap.getInt(value) == 0) {
            boolean program = definition().valueSize() > 4 && OffHeap.getInt(value + 4) > 0;
            if (program) {
                return Errno.EINVAL.result();
            }
            clear(index);
            return 0;
        }
        long refusal = refusal(value);
        if (refusal == 0) {
            store(index, value);
        }
        return refusal;
    }

    @Override
    long userDelete(long key) {
        int index = OffHeap.getInt(key);
        if (outside(index)) {
            return Errno.EINVAL.result();
        }
        clear(index);
        return 0;
    }
}
