package dev.skep.typed;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;

/// Makes refusals.
final class Refusals {
    private Refusals() {}

    /// @param place what Java calls it: `record Counter, component packets`
    static HostException refuse(TypedCode code, String place, String message, String fix) {
        return new HostException(Diagnostic.of(code, message).at(new Place.Named(place)).fix(fix));
    }

    static HostException doesNotFit(String place, String message, String fix) {
        return refuse(TypedCode.DOES_NOT_FIT, place, message, fix);
    }

    static HostException badValue(String place, String message, String fix) {
        return refuse(TypedCode.BAD_VALUE, place, message, fix);
    }
}
