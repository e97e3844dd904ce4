package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.MapInfo;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.nio.file.Path;
import java.util.Optional;

/// Maps that outlive their programs under a name in a BPF file system.
final class MapPins {
    /// Flags that say who may do what through a descriptor, and nothing of the map.
    private static final int ACCESS = 1 << 3 | 1 << 4;

    private final Path folder;

    MapPins(Path folder) {
        this.folder = folder;
    }

    /// The map that is pinned under the name of `map`; empty if none is.
    ///
    /// @throws KernelException if it has another shape
    Optional<Descriptor> find(MapDefinition map) {
        Path path = path(map);
        try {
            Descriptor found = Pins.open(path);
            try {
                demandShape(map, Inventory.map(found), path);
                return Optional.of(found);
            } catch (KernelException | RefusedCall e) {
                found.close();
                throw e;
            }
        } catch (RefusedCall e) {
            if (e.errno() == Errno.ENOENT.number()) {
                return Optional.empty();
            }
            throw refused(map, path, e);
        }
    }

    /// Pins a new map.
    ///
    /// @throws KernelException if that is not possible
    void pin(MapDefinition map, Descriptor descriptor) {
        Path path = path(map);
        try {
            Pins.pin(descriptor, path);
        } catch (RefusedCall e) {
            throw refused(map, path, e);
        }
    }

    private Path path(MapDefinition map) {
        // The BPF file system allows no dots, which sections of variables have in their names.
        return folder.resolve(map.name().replace('.', '_'));
    }

    private static void demandShape(MapDefinition map, MapInfo found, Path path) {
        String wanted =
                shape(
                        map.type().id(),
                        map.keySize(),
                        map.valueSize(),
                        map.maxEntries(),
                        map.flags(),
                        map.extra());
        String pinned =
                shape(
                        found.type(),
                        found.keySize(),
                        found.valueSize(),
                        found.maxEntries(),
                        found.flags(),
                        found.extra());
        if (!wanted.equals(pinned)) {
            throw new KernelException(
                    Diagnostic.of(
                                    KernelCode.PINNED_SHAPE,
                                    "%s holds a map of another shape".formatted(path))
                            .at(KernelMaps.place(map))
                            .because("wanted: " + wanted)
                            .because("pinned: " + pinned)
                            .fix(
                                    "remove the file if nobody needs it any more, or name another"
                                            + " folder for pins"),
                    0);
        }
    }

    private static String shape(
            int type, int keySize, int valueSize, int maxEntries, int flags, long extra) {
        return "type %s, key %d bytes, value %d bytes, %s entries, flags 0x%x, extra %d"
                .formatted(
                        MapType.byId(type).map(MapType::shortName).orElse("" + type),
                        keySize,
                        valueSize,
                        Integer.toUnsignedString(maxEntries),
                        flags & ~ACCESS,
                        extra);
    }

    private static KernelException refused(MapDefinition map, Path path, RefusedCall refusal) {
        return new KernelException(
                Diagnostic.of(KernelCode.PIN, refusal.getMessage())
                        .at(KernelMaps.place(map))
                        .because("it is to be pinned as " + path)
                        .fix(PinRemedy.of(path, refusal.errno())),
                refusal.errno());
    }
}
