package dev.skep.linux;

import dev.skep.host.Errno;
import dev.skep.linux.sys.Mapping;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.lang.foreign.MemorySegment;

/// The values of an array in the kernel, in this process's memory.
final class SharedMemory implements AutoCloseable {
    /// `BPF_F_MMAPABLE`.
    private static final int MMAPABLE = 1 << 10;

    private final Mapping mapping;
    private final MemorySegment values;

    private SharedMemory(Mapping mapping, long size) {
        this.mapping = mapping;
        this.values = mapping.memory().asSlice(0, size);
    }

    /// Maps the values of `map`: to be written too, unless the kernel forbids that.
    static SharedMemory open(KernelMap map) throws RefusedCall {
        MapDefinition definition = map.definition();
        if (definition.type() != MapType.ARRAY || (definition.flags() & MMAPABLE) == 0) {
            throw RefusedCall.of("mmap(2)", Errno.ENOTSUPP.number());
        }
        long stride = definition.valueSize() + Long.BYTES - 1 & -Long.BYTES;
        long size = stride * Integer.toUnsignedLong(definition.maxEntries());
        long page = Machine.pageSize();
        long pages = (size + page - 1) / page * page;
        try {
            return new SharedMemory(Mapping.writable(map.descriptor(), 0, pages), size);
        } catch (RefusedCall e) {
            Errno errno = Errno.ofNumber(e.errno()).orElse(Errno.EINVAL);
            if (errno != Errno.EPERM && errno != Errno.EACCES) {
                throw e;
            }
            return new SharedMemory(Mapping.readable(map.descriptor(), 0, pages), size);
        }
    }

    MemorySegment values() {
        return values;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
