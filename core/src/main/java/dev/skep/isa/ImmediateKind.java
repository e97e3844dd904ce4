package dev.skep.isa;

/// What the 64-bit immediate of a [Insn.LoadImmediate] means; the ordinal is its `src_reg` field
/// (RFC 9669 section 5.4).
public enum ImmediateKind {
    /// A plain number.
    VALUE,
    /// A map, by file descriptor.
    MAP_FD,
    /// The address of a map's first value (descriptor in the low half) plus an offset (high half).
    MAP_FD_VALUE,
    /// The address of a kernel variable, by BTF id.
    VARIABLE,
    /// The address of a subprogram: the first slot's immediate is relative to the next instruction.
    FUNCTION,
    /// A map, by index into the program's maps.
    MAP_INDEX,
    /// The address of a map's first value (index in the low half) plus an offset (high half).
    MAP_INDEX_VALUE;

    /// Whether an instruction of this kind can carry `value`: maps by themselves and functions have
    /// only the low 32 bits, the high ones are zero.
    public boolean allows(long value) {
        return switch (this) {
            case VALUE, MAP_FD_VALUE, VARIABLE, MAP_INDEX_VALUE -> true;
            case MAP_FD, MAP_INDEX, FUNCTION -> value >>> 32 == 0;
        };
    }

    /// The kind with this `src_reg` field, or `null`.
    static ImmediateKind ofField(int field) {
        ImmediateKind[] kinds = values();
        return field < kinds.length ? kinds[field] : null;
    }
}
