package dev.skep.elf;

import java.util.OptionalLong;

/// One place that must be patched once the address of a symbol is known.
///
/// @param offset the place, in bytes from the start of the section it belongs to
/// @param type how to patch
/// @param code the number of the type, for types that are not in the table
/// @param symbol what the place refers to
/// @param addend what to add; absent in `SHT_REL` sections, where it stands in the patched bytes
public record Relocation(long offset, Type type, int code, Symbol symbol, OptionalLong addend) {
    /// The relocation types of `EM_BPF` (LLVM's documentation of BPF relocations).
    public enum Type {
        /// Does nothing.
        NONE(0),
        /// `R_BPF_64_64`: the 64-bit immediate of a wide load; maps and global variables.
        WIDE_LOAD(1),
        /// `R_BPF_64_ABS64`: 8 bytes of data.
        ABSOLUTE_64(2),
        /// `R_BPF_64_ABS32`: 4 bytes of data.
        ABSOLUTE_32(3),
        /// `R_BPF_64_NODYLD32`: 4 bytes in `.BTF` and `.BTF.ext`, for tools only.
        METADATA_32(4),
        /// `R_BPF_64_32`: the immediate of a call.
        CALL(10),
        /// A number that is not in this table.
        OTHER(-1);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /// The number that stands in object files, -1 for [#OTHER].
        public int code() {
            return code;
        }

        /// The type of that number, or [#OTHER].
        public static Type of(int code) {
            for (Type type : values()) {
                if (type.code == code) {
                    return type;
                }
            }
            return OTHER;
        }
    }
}
