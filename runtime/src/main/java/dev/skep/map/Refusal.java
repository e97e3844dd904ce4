package dev.skep.map;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.host.MapRefusals;
import dev.skep.program.MapDefinition;
import java.util.Arrays;

/// The exceptions that maps throw at user space.
final class Refusal {
    private Refusal() {}

    /// For a negative errno that an operation came to.
    static MapException of(MapDefinition map, String operation, long result) {
        Errno errno = errno(result);
        return errno == Errno.ENOTSUPP || errno == Errno.EOPNOTSUPP
                ? unsupported(map, operation, errno)
                : refused(map, operation, errno);
    }

    /// The name of a negative errno.
    static Errno errno(long result) {
        return Arrays.stream(Errno.values())
                .filter(e -> e.result() == result)
                .findFirst()
                .orElse(Errno.EINVAL);
    }

    static MapException refused(MapDefinition map, String operation, Errno errno) {
        Diagnostic refused =
                Diagnostic.of(MapCode.REFUSED, operation + " failed with " + errno)
                        .at(place(map))
                        .because(MapRefusals.cause(map, errno));
        String remedy = MapRefusals.remedy(errno);
        return new MapException(errno, remedy.isEmpty() ? refused : refused.fix(remedy));
    }

    static MapException unsupported(MapDefinition map, String operation, Errno errno) {
        return new MapException(
                errno,
                Diagnostic.of(
                                MapCode.UNSUPPORTED,
                                "a map of type " + map.type() + " cannot do: " + operation)
                        .at(place(map)));
    }

    static MapException forbidden(MapDefinition map, String operation, String why) {
        return new MapException(
                Errno.EPERM,
                Diagnostic.of(MapCode.FORBIDDEN, operation + " is not allowed: " + why)
                        .at(place(map)));
    }

    static MapException closed(MapDefinition map) {
        return new MapException(
                Errno.EBADF, Diagnostic.of(MapCode.CLOSED, "the map is closed").at(place(map)));
    }

    static MapException length(MapDefinition map, String what, int length, int expected) {
        String message = "the " + what + " has " + length + " bytes; this map takes " + expected;
        return new MapException(
                Errno.EINVAL, Diagnostic.of(MapCode.LENGTH, message).at(place(map)));
    }

    static Place place(MapDefinition map) {
        return new Place.Named("map " + map.name() + " (" + map.type() + ")");
    }
}
