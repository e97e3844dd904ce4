package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory that is shared with the kernel or with other processes (`mmap`). Closing it ends every
/// access: one that comes too late ends in an [IllegalStateException] and not in a crash.
public final class Mapping implements AutoCloseable {
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int SHARED = 1;

    private final Arena arena;
    private final MemorySegment memory;

    private Mapping(Arena arena, MemorySegment memory) {
        this.arena = arena;
        this.memory = memory;
    }

    /// Maps `size` bytes at `offset` of what `descriptor` stands for, to be read only.
    public static Mapping readable(Descriptor descriptor, long offset, long size)
            throws RefusedCall {
        return map(descriptor, offset, size, READ);
    }

    /// Maps `size` bytes at `offset` of what `descriptor` stands for, to be read and written.
    public static Mapping writable(Descriptor descriptor, long offset, long size)
            throws RefusedCall {
        return map(descriptor, offset, size, READ | WRITE);
    }

    @SuppressWarnings("restricted")
    private static Mapping map(Descriptor descriptor, long offset, long size, int protection)
            throws RefusedCall {
        long address;
        try (Descriptor.Hold hold = descriptor.hold(SystemCall.MMAP.manualName())) {
            address = SystemCall.MMAP.demand(0, size, protection, SHARED, hold.number(), offset);
        }
        Arena arena = Arena.ofShared();
        MemorySegment memory =
                MemorySegment.ofAddress(address)
                        .reinterpret(
                                size,
                                arena,
                                s -> SystemCall.MUNMAP.call(s.address(), s.byteSize()));
        return new Mapping(arena, protection == READ ? memory.asReadOnly() : memory);
    }

    /// The memory.
    public MemorySegment memory() {
        return memory;
    }

    /// Ends it; closing it twice does nothing more.
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
