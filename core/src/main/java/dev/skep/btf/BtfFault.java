package dev.skep.btf;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;

/// Makes the exceptions of this package.
final class BtfFault {
    static final String REBUILD =
            "compile the object again with -g, or dump the BTF again: it is damaged.";

    private BtfFault() {}

    /// A fault at an offset of `.BTF`.
    static MalformedException at(long offset, BtfCode code, String message) {
        return in(".BTF", offset, code, message);
    }

    /// A fault at an offset of `.BTF` or `.BTF.ext`.
    static MalformedException in(String section, long offset, BtfCode code, String message) {
        return new MalformedException(
                Diagnostic.of(code, message).at(new Place.InBytes(section, offset)).fix(REBUILD));
    }

    /// Bytes that end within a value.
    static MalformedException shortValue(long needed, long available) {
        return new MalformedException(
                Diagnostic.of(
                                BtfCode.SHORT_VALUE,
                                "the type reaches to byte "
                                        + needed
                                        + " of a value of "
                                        + available
                                        + " bytes")
                        .fix("read the value with the type that it was written with."));
    }
}
