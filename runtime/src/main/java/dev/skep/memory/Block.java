package dev.skep.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// A piece of off-heap memory, zeroed at first. It lives as long as this object is reachable:
/// whoever hands its address on holds on to the block too, and a late reader never meets freed
/// memory.
public final class Block {
    private final MemorySegment memory;

    /// Allocates `size` bytes at a multiple of `alignment`, a power of two.
    ///
    /// @throws OutOfMemoryError if there is no such piece
    public Block(long size, long alignment) {
        memory = Arena.ofAuto().allocate(Math.max(1, size), alignment);
    }

    /// Allocates `size` bytes at a multiple of 8.
    ///
    /// @throws OutOfMemoryError if there is no such piece
    public Block(long size) {
        this(size, Long.BYTES);
    }

    /// Where it starts; never 0.
    public long address() {
        return memory.address();
    }

    /// Its size in bytes, at least 1.
    public long size() {
        return memory.byteSize();
    }

    /// Whether `address` lies inside.
    public boolean contains(long address) {
        return address - memory.address() >= 0 && address - memory.address() < memory.byteSize();
    }

    /// A view of `size` bytes at `address`, which keeps the block alive.
    public MemorySegment view(long address, long size) {
        return memory.asSlice(address - memory.address(), size);
    }

    /// A view of the first `size` bytes that ends with `arena`; until then it keeps the block
    /// alive.
    @SuppressWarnings("restricted")
    public MemorySegment view(long size, Arena arena) {
        return memory.asSlice(0, size).reinterpret(arena, _ -> keep());
    }

    /// Keeps the block alive at least up to this call.
    public void keep() {
        Reference.reachabilityFence(memory);
    }
}
