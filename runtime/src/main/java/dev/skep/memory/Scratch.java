package dev.skep.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A short-lived piece of zeroed off-heap memory for one thread, gone when it is closed.
public final class Scratch implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment memory;

    /// Allocates `size` bytes at a multiple of 8.
    public Scratch(long size) {
        memory = arena.allocate(Math.max(1, size), Long.BYTES);
    }

    /// Where it starts.
    public long address() {
        return memory.address();
    }

    @Override
    public void close() {
        arena.close();
    }
}
