package dev.skep.typed;

import java.lang.foreign.MemorySegment;

/// How bytes become a value of one Java type, and back. Immutable.
interface Codec {
    /// The value of the bytes at `offset`.
    ///
    /// @throws dev.skep.diag.HostException with [TypedCode#UNKNOWN_CONSTANT]
    Object read(MemorySegment memory, long offset);

    /// Stores `value` at `offset`; bytes between fields stay.
    ///
    /// @throws dev.skep.diag.HostException with [TypedCode#BAD_VALUE] if it is not one that fits
    void write(MemorySegment memory, long offset, Object value);
}
