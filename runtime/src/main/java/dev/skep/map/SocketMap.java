package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_XSKMAP`: AF_XDP sockets by queue (`Documentation/bpf/map_xskmap.rst`). A socket is
/// a number that the hook knows how to take; any but a negative one will do.
public final class SocketMap extends RedirectArray {
    SocketMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
    }

    @Override
    long target(int index, long element) {
        return OffHeap.getInt(element);
    }

    @Override
    long userLookup(long key, long value) {
        return Errno.EOPNOTSUPP.result();
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
        if (OffHeap.getInt(value) < 0) {
            return Errno.EBADF.result();
        }
        boolean there = target(index) != NONE;
        if (there && flags == NO_EXIST) {
            return Errno.EEXIST.result();
        }
        if (!there && flags == EXIST) {
            return Errno.ENOENT.result();
        }
        store(index, value);
        return 0;
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
