package dev.skep.map;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import java.util.Arrays;

/// The exceptions that maps throw at user space.
final class Refusal {
    private Refusal() {}

    /// For a negative errno that an operation came to.
    static MapException of(MapDefinition map, String operation, long result) {
        Errno errno =
                Arrays.stream(Errno.values())
                        .filter(e -> e.result() == result)
                        .findFirst()
                        .orElse(Errno.EINVAL);
        return errno == Errno.ENOTSUPP || errno == Errno.EOPNOTSUPP
                ? unsupported(map, operation, errno)
                : refused(map, operation, errno);
    }

    static MapException refused(MapDefinition map, String operation, Errno errno) {
        Diagnostic refused =
                Diagnostic.of(MapCode.REFUSED, operation + " failed with " + errno)
                        .at(place(map))
                        .because(cause(map, errno));
        String remedy = remedy(errno);
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

    private static String cause(MapDefinition map, Errno errno) {
        return switch (errno) {
            case E2BIG ->
                    "it holds "
                            + Integer.toUnsignedString(map.maxEntries())
                            + " elements at most: the key is beyond them, or all are in use";
            case EEXIST -> "there is an element under this key, or the key is an index of an array";
            case ENOENT -> "there is no element under this key";
            case EINVAL -> "the type does not allow this key, these flags or this operation";
            case EBUSY -> "it is in use, or was frozen before";
            case EBADF -> "the number in the value names no map, program or socket";
            default -> "that is what the kernel answers, too";
        };
    }

    private static String remedy(Errno errno) {
        return switch (errno) {
            case E2BIG -> "raise max_entries, or use an LRU map, which makes room by itself.";
            case EEXIST -> "update with BPF_ANY or BPF_EXIST.";
            case ENOENT -> "update with BPF_ANY or BPF_NOEXIST.";
            default -> "";
        };
    }
}
