package dev.skep.vm;

import dev.skep.memory.OffHeap;
import dev.skep.spec.ContextField;
import dev.skep.spec.ContextLayout;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.Optional;

/// The argument that the program starts with, read and written field by field as its layout allows.
final class Context {
    private long start;
    private ContextLayout layout;

    /// Puts a context at `start`, laid out as [ContextLayout] says.
    void place(long start, ContextLayout layout) {
        this.start = start;
        this.layout = layout;
    }

    /// The structure without its slots, if there is a context.
    Optional<Region> region() {
        return layout == null
                ? Optional.empty()
                : Optional.of(
                        new Region(
                                Kind.CONTEXT,
                                "the context struct " + layout.structName(),
                                start,
                                layout.size(),
                                Access.READ));
    }

    boolean isAt(long address) {
        return layout != null && address == start;
    }

    boolean contains(long address) {
        long offset = address - start;
        return layout != null && offset >= 0 && offset < layout.size();
    }

    /// What a program sees that loads `size` bytes at `address`, which is no plain memory.
    long load(Memory memory, long address, int size) {
        if (!contains(address)) {
            throw memory.outside(address, size, "read");
        }
        int offset = (int) (address - start);
        ContextField field = layout.fieldAt(offset).orElse(null);
        if (field == null || !field.allowsRead(offset, size)) {
            throw fault(address, size, "read");
        }
        if (field.kind().pointer()) {
            return OffHeap.getLong(start + layout.slotOffset(field));
        }
        return switch (size) {
            case 1 -> OffHeap.getByte(address) & 0xffL;
            case 2 -> OffHeap.getShort(address) & 0xffffL;
            case 4 -> OffHeap.getInt(address) & 0xffff_ffffL;
            default -> OffHeap.getLong(address);
        };
    }

    /// Stores `size` bytes at `address`, which is no plain memory.
    void store(Memory memory, long address, int size, long value) {
        if (!contains(address)) {
            throw memory.outside(address, size, "write");
        }
        int offset = (int) (address - start);
        if (layout.fieldAt(offset).filter(f -> f.allowsWrite(offset, size)).isEmpty()) {
            throw fault(address, size, "write");
        }
        switch (size) {
            case 1 -> OffHeap.putByte(address, (byte) value);
            case 2 -> OffHeap.putShort(address, (short) value);
            case 4 -> OffHeap.putInt(address, (int) value);
            default -> OffHeap.putLong(address, value);
        }
    }

    Fault fault(long address, int size, String action) {
        int offset = (int) (address - start);
        String what =
                layout.fieldAt(offset)
                        .map(f -> "field %s of struct %s".formatted(f.name(), layout.structName()))
                        .orElse("struct %s between its fields".formatted(layout.structName()));
        return new Fault(
                TrapCode.CONTEXT_ACCESS,
                "cannot %s %d bytes at offset %d: %s does not allow that"
                        .formatted(action, size, offset, what),
                "access the whole field, as its C type says, where it may be written",
                "invalid bpf_context access off=%d size=%d".formatted(offset, size));
    }
}
