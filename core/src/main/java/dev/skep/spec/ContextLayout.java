package dev.skep.spec;

import java.util.List;
import java.util.Optional;

/// The structure that programs of a type get as their context, as user space declares it.
///
/// In memory the structure (its size rounded up to 8 bytes) is followed by one slot of 8 bytes for
/// each field that holds a pointer, in the order of the fields: a 32-bit field such as
/// `xdp_md.data` has no room for an address, so a program that reads it is given the slot's value.
///
/// @param structName its C name without `struct`
/// @param size in bytes
/// @param fields in the order of their offsets
public record ContextLayout(String structName, int size, List<ContextField> fields) {
    /// The size of a pointer's slot.
    public static final int SLOT = 8;

    /// Copies the fields.
    public ContextLayout {
        fields = List.copyOf(fields);
    }

    /// The layout for programs of `type`, if it is a fixed structure. Fields whose rules depend on
    /// the attach type stand with all that any of them allows.
    public static Optional<ContextLayout> of(ProgramType type) {
        return Optional.ofNullable(ContextTable.PARAGRAPHS.get(type)).map(ContextTable::widest);
    }

    /// The layout for programs of `type` that expect to be attached as `attach`, with the rules
    /// that hold for them. Sizes, offsets and slots are those of [#of(ProgramType)].
    public static Optional<ContextLayout> of(ProgramType type, AttachType attach) {
        return Optional.ofNullable(ContextTable.PARAGRAPHS.get(type))
                .map(paragraph -> paragraph.exact(attach));
    }

    /// The layout for programs of `type` that were loaded without `CAP_BPF`; empty where such
    /// programs take privileges.
    public static Optional<ContextLayout> unprivileged(ProgramType type) {
        return Optional.ofNullable(ContextTable.PARAGRAPHS.get(type))
                .filter(_ -> type.unprivileged())
                .map(ContextTable::unprivileged);
    }

    /// The field that the byte at `offset` belongs to.
    public Optional<ContextField> fieldAt(int offset) {
        return fields.stream()
                .filter(f -> f.offset() <= offset && offset < f.offset() + f.size())
                .findFirst();
    }

    /// The field of that name.
    public Optional<ContextField> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /// Where the slot of a pointer field is, in bytes from the start of the structure.
    public int slotOffset(ContextField field) {
        int slot = 0;
        for (ContextField other : fields) {
            if (other.equals(field)) {
                return alignedSize() + slot * SLOT;
            }
            slot += other.kind().pointer() ? 1 : 0;
        }
        throw new IllegalArgumentException(field.name() + " is no field of " + structName);
    }

    /// How many bytes the structure takes with its slots.
    public int blockSize() {
        long pointers = fields.stream().filter(f -> f.kind().pointer()).count();
        return alignedSize() + (int) pointers * SLOT;
    }

    private int alignedSize() {
        return (size + SLOT - 1) / SLOT * SLOT;
    }
}
