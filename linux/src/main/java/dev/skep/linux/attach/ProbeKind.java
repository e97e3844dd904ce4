package dev.skep.linux.attach;

import dev.skep.linux.KernelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A kind of perf events that are probes, as the kernel describes it in sysfs.
///
/// @param type its number
/// @param returnBit which bit of the configuration says that it is at the return
record ProbeKind(int type, int returnBit) {
    private static final Path SOURCES = Path.of("/sys/bus/event_source/devices");

    /// `kprobe` or `uprobe`.
    ///
    /// @throws KernelException if the kernel has no such probes
    static ProbeKind of(String name) {
        Path folder = SOURCES.resolve(name);
        try {
            if (Files.isReadable(folder.resolve("type"))) {
                int type = Integer.parseInt(Files.readString(folder.resolve("type")).strip());
                String bit = Files.readString(folder.resolve("format/retprobe")).strip();
                return new ProbeKind(type, Integer.parseInt(bit.replace("config:", "")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw AttachRefusals.missing(
                "this kernel has no " + name + "s",
                "use one that is built with CONFIG_%s_EVENTS"
                        .formatted(name.toUpperCase(java.util.Locale.ROOT)));
    }

    long config(ProbePoint point) {
        return point == ProbePoint.RETURN ? 1L << returnBit : 0;
    }
}
