package dev.skep.linux.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The file system in which the kernel shows its tracepoints, wherever it is mounted.
public final class TraceFiles {
    private static final Path MOUNTS = Path.of("/proc/thread-self/mounts");
    private static final Path USUAL = Path.of("/sys/kernel/tracing");

    private TraceFiles() {}

    /// Its folder.
    ///
    /// @throws dev.skep.linux.KernelException if it is not mounted
    public static Path folder() {
        try {
            List<String> mounts = Files.isReadable(MOUNTS) ? Files.readAllLines(MOUNTS) : List.of();
            for (String mount : mounts) {
                String[] cells = mount.split(" ");
                if (cells.length > 2 && cells[2].equals("tracefs")) {
                    return Path.of(cells[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw AttachRefusals.missing(
                "tracefs is not mounted", "mount it: mount -t tracefs tracefs " + USUAL);
    }
}
