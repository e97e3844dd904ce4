package dev.skep.packet;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.spec.ContextLayout;

/// A context structure in memory with the slots of its pointers behind it.
final class ContextBlock {
    private final ContextLayout layout;
    private final Block block;
    private final int size;

    ContextBlock(ContextLayout layout) {
        this.layout = layout;
        this.size = layout.blockSize();
        this.block = new Block(size);
    }

    ContextLayout layout() {
        return layout;
    }

    long address() {
        return block.address();
    }

    /// Takes over what stands in another block of the same layout.
    void take(ContextBlock other) {
        OffHeap.copy(other.address(), block.address(), size);
    }

    /// Where a field is.
    int offset(String name) {
        return layout.field(name).orElseThrow().offset();
    }

    /// Where a pointer's slot is.
    int slot(String name) {
        return layout.slotOffset(layout.field(name).orElseThrow());
    }

    int getInt(int offset) {
        return OffHeap.getInt(block.address() + offset);
    }

    void putInt(int offset, int value) {
        OffHeap.putInt(block.address() + offset, value);
    }

    void putByte(int offset, byte value) {
        OffHeap.putByte(block.address() + offset, value);
    }

    long getLong(int offset) {
        return OffHeap.getLong(block.address() + offset);
    }

    void putLong(int offset, long value) {
        OffHeap.putLong(block.address() + offset, value);
    }

    /// The structure as user space sees it, without the slots.
    byte[] bytes() {
        return OffHeap.bytes(block.address(), layout.size());
    }
}
