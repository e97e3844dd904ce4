package dev.skep.spec;

import java.util.List;
import java.util.Optional;

/// The structure that programs of a type get as their context, or that a pointer leads to which
/// they got, as user space declares it.
///
/// In memory a context's structure (its size rounded up to 8 bytes) is followed by one slot of 8
/// bytes for each field that holds a pointer, in the order of the fields: a 32-bit field such as
/// `xdp_md.data` has no room for an address, so a program that reads it is given the slot's value.
///
/// @param structName its C name without `struct`
/// @param size in bytes
/// @param fields in the order of their offsets
public record ContextLayout(String structName, int size, List<ContextField> fields) {
    /// The size of a pointer's slot.
    public static final int SLOT = 8;

    /// The size of the flow dissector's result, `struct bpf_flow_keys`. A pointer to it
    /// ([ContextField.Kind#FLOW_KEYS]) reads and writes any of these bytes, at any alignment.
    public static final int FLOW_KEYS_SIZE = 56;

    /// Copies the fields.
    public ContextLayout {
        fields = List.copyOf(fields);
    }

    /// The layout for programs of `type`, if it is a fixed structure. Fields whose rules depend on
    /// the attach type stand with all that any of them allows.
    public static Optional<ContextLayout> of(ProgramType type) {
        return Optional.ofNullable(ContextTable.CONTEXTS.get(type)).map(ContextTable::widest);
    }

    /// The layout for programs of `type` that expect to be attached as `attach`, with the rules
    /// that hold for them. Sizes, offsets and slots are those of [#of(ProgramType)].
    public static Optional<ContextLayout> of(ProgramType type, AttachType attach) {
        return Optional.ofNullable(ContextTable.CONTEXTS.get(type))
                .map(context -> context.exact(attach));
    }

    /// The layout for programs of `type` that were loaded without `CAP_BPF`; empty where such
    /// programs take privileges.
    public static Optional<ContextLayout> unprivileged(ProgramType type) {
        return Optional.ofNullable(ContextTable.CONTEXTS.get(type))
                .filter(_ -> type.unprivileged())
                .map(ContextTable::unprivileged);
    }

    /// What may be read of a socket of any state: `struct bpf_sock` through `sk` of most contexts,
    /// and through results of the helpers that look such sockets up.
    public static ContextLayout socketCommon() {
        return ContextTable.POINTERS.get("socket_common");
    }

    /// What may be read of a full socket: `struct bpf_sock`, too.
    public static ContextLayout socket() {
        return ContextTable.POINTERS.get("socket");
    }

    /// What may be read of a TCP socket: `struct bpf_tcp_sock`.
    public static ContextLayout tcpSocket() {
        return ContextTable.POINTERS.get("tcp_socket");
    }

    /// What may be read of an AF_XDP socket: `struct bpf_xdp_sock`.
    public static ContextLayout xdpSocket() {
        return ContextTable.POINTERS.get("xdp_socket");
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
