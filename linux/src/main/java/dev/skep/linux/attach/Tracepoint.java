package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.PerfEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tracepoints with their formatted fields, on all CPUs and for all processes.
public final class Tracepoint {
    private Tracepoint() {}

    /// Attaches `program` to a tracepoint: `syscalls/sys_enter_execve`.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses, or there is no such
    ///   tracepoint, or no tracefs to look for it
    public static Link attach(KernelProgram program, String name) {
        int id = id(name);
        return Probing.attach("tracepoint", name, program, 0, () -> PerfEvent.tracepoint(id), "");
    }

    private static int id(String name) {
        Path file = TraceFiles.folder().resolve("events").resolve(name).resolve("id");
        try {
            if (name.split("/").length == 2 && Files.isReadable(file)) {
                return Integer.parseInt(Files.readString(file).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw AttachRefusals.missing(
                "there is no tracepoint " + name,
                "name a category and an event, as they are listed in %s"
                        .formatted(TraceFiles.folder().resolve("available_events")));
    }
}
