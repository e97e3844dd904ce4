package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.host.Errno;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Names in a BPF file system for things that are in the kernel already, by this process or by
/// others: what has one stays when its processes end.
///
/// Every method throws a [KernelException] if there is no such thing or the kernel refuses.
public final class KernelPins {
    private KernelPins() {}

    /// Gives the program of that id a name.
    public static void pinProgram(int id, Path path) {
        pin(Kind.PROGRAM, id, path);
    }

    /// Gives the map of that id a name.
    public static void pinMap(int id, Path path) {
        pin(Kind.MAP, id, path);
    }

    /// Gives the link of that id a name.
    public static void pinLink(int id, Path path) {
        pin(Kind.LINK, id, path);
    }

    /// Removes the name of a program; anything else stays.
    public static void unpinProgram(Path path) {
        unpin(Kind.PROGRAM, path);
    }

    /// Removes the name of a map; anything else stays.
    public static void unpinMap(Path path) {
        unpin(Kind.MAP, path);
    }

    /// Removes the name of a link; anything else stays.
    public static void unpinLink(Path path) {
        unpin(Kind.LINK, path);
    }

    private static void pin(Kind kind, int id, Path path) {
        KernelInventory.demandKernel();
        try (Descriptor descriptor = Inventory.open(kind, id)) {
            try {
                Pins.pin(descriptor, path);
            } catch (RefusedCall e) {
                throw new KernelException(
                        Diagnostic.of(KernelCode.PIN, e.getMessage())
                                .at(new Place.Named(path.toString()))
                                .fix(PinRemedy.of(path, e.errno())),
                        e.errno());
            }
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(String.valueOf(id)), e);
        }
    }

    private static void unpin(Kind kind, Path path) {
        KernelInventory.demandKernel();
        try (Descriptor descriptor = Pins.open(path)) {
            KernelInventory.demand(kind, descriptor, path);
            Files.delete(path);
        } catch (RefusedCall e) {
            throw KernelInventory.refused(new Place.Named(path.toString()), e);
        } catch (IOException e) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.PIN, "the file cannot be removed: " + e)
                            .at(new Place.Named(path.toString()))
                            .fix("run as somebody who may write to its folder"),
                    Errno.EACCES.number());
        }
    }
}
