package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.PerfEvent;
import dev.skep.spec.AttachType;
import java.nio.file.Path;
import java.util.List;

/// Probes in functions of executables and shared libraries, in processes that run already and in
/// those to come.
public final class Uprobe {
    /// For processes of any number.
    public static final int EVERY_PROCESS = 0;

    private static final int RETURN = 1;

    private Uprobe() {}

    /// Attaches `program` to a place in a file.
    ///
    /// @param offset in the file; [ExecutableFile#offset] finds that of a function
    /// @param process its number, or [#EVERY_PROCESS]
    /// @throws dev.skep.linux.KernelException if the kernel refuses or has no such probes
    public static Link attach(
            KernelProgram program, Path file, long offset, ProbePoint point, int process) {
        ProbeKind kind = ProbeKind.of("uprobe");
        return Probing.attach(
                point == ProbePoint.RETURN ? "uretprobe" : "uprobe",
                target(file, offset),
                program,
                0,
                () ->
                        PerfEvent.probe(
                                kind.type(),
                                kind.config(point),
                                file.toAbsolutePath().toString(),
                                offset,
                                process),
                "the offset has to be where an instruction starts");
    }

    /// Attaches `program`, which was loaded for `TRACE_UPROBE_MULTI`, to many places at once (Linux
    /// 6.6).
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attachToAll(
            KernelProgram program, Path file, List<Long> offsets, ProbePoint point, int process) {
        LinkRequest request =
                request(program, file, offsets, process, AttachType.TRACE_UPROBE_MULTI)
                        .set("_uprobes_flags", point == ProbePoint.RETURN ? RETURN : 0);
        return KernelLink.create(
                "uprobe.multi",
                places(file, offsets),
                program,
                request,
                "the program has to be loaded for trace_uprobe_multi");
    }

    /// Attaches `program`, which was loaded for `TRACE_UPROBE_SESSION`, to functions where they
    /// start and where they return (Linux 6.13): what it returns at the start says whether it runs
    /// at the return, too, and 8 bytes of its own last from one to the other.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attachSession(
            KernelProgram program, Path file, List<Long> offsets, int process) {
        return KernelLink.create(
                "uprobe.session",
                places(file, offsets),
                program,
                request(program, file, offsets, process, AttachType.TRACE_UPROBE_SESSION),
                "the program has to be loaded for trace_uprobe_session (Linux 6.13)");
    }

    private static LinkRequest request(
            KernelProgram program, Path file, List<Long> offsets, int process, AttachType type) {
        return new LinkRequest(program.fileDescriptor(), 0, type.id())
                .text("_uprobes_path", file.toAbsolutePath().toString())
                .numbers("_uprobes_offsets", offsets.stream().mapToLong(Long::longValue).toArray())
                .set("_uprobes_cnt", offsets.size())
                .set("_uprobes_pid", process);
    }

    private static String places(Path file, List<Long> offsets) {
        return "%s, %d places".formatted(file, offsets.size());
    }

    private static String target(Path file, long offset) {
        return "%s+0x%x".formatted(file, offset);
    }
}
