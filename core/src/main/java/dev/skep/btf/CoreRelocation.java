package dev.skep.btf;

/// A request to adapt one instruction to the types of the kernel it will run on.
///
/// @param insnOffset the instruction, in bytes from the start of its section
/// @param typeId the type that the request starts from, in the object's own BTF
/// @param access indices separated by colons: array index, members, enumerator (`0:1:2`)
/// @param kind what is asked for
public record CoreRelocation(int insnOffset, int typeId, String access, Kind kind) {
    /// What is asked for (`enum bpf_core_relo_kind`), in the order of the numbers.
    public enum Kind {
        /// The offset of a field in bytes.
        FIELD_BYTE_OFFSET,
        /// The size of a field in bytes.
        FIELD_BYTE_SIZE,
        /// Whether a field exists.
        FIELD_EXISTS,
        /// Whether a field is signed.
        FIELD_SIGNED,
        /// How far to shift left to isolate a bit field.
        FIELD_LSHIFT_U64,
        /// How far to shift right after that.
        FIELD_RSHIFT_U64,
        /// The id of the type in the object's own BTF.
        TYPE_ID_LOCAL,
        /// The id of the type in the kernel's BTF.
        TYPE_ID_TARGET,
        /// Whether a type exists.
        TYPE_EXISTS,
        /// The size of a type in bytes.
        TYPE_SIZE,
        /// Whether an enumerator exists.
        ENUMVAL_EXISTS,
        /// The value of an enumerator.
        ENUMVAL_VALUE,
        /// Whether a type exists and agrees in detail.
        TYPE_MATCHES
    }
}
