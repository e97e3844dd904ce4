package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.PerfEvent;
import dev.skep.spec.AttachType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Probes in kernel functions.
public final class Kprobe {
    private static final int RETURN = 1;

    private Kprobe() {}

    /// Attaches `program` to a function of the kernel.
    ///
    /// @param offset in bytes behind its start; 0 for returns
    /// @throws dev.skep.linux.KernelException if the kernel refuses, has no such function or no
    ///   probes at all
    public static Link attach(
            KernelProgram program, String function, long offset, ProbePoint point) {
        ProbeKind kind = ProbeKind.of("kprobe");
        String target = offset == 0 ? function : function + "+" + offset;
        return Probing.attach(
                point == ProbePoint.RETURN ? "kretprobe" : "kprobe",
                target,
                program,
                0,
                () -> PerfEvent.probe(kind.type(), kind.config(point), function, offset, 0),
                "the kernel's functions are listed in /proc/kallsyms; not all can be probed");
    }

    /// Attaches `program`, which was loaded for `TRACE_KPROBE_MULTI`, to many functions at once
    /// (Linux 5.18).
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attachToAll(
            KernelProgram program, List<String> functions, ProbePoint point) {
        LinkRequest request =
                request(program, functions, AttachType.TRACE_KPROBE_MULTI)
                        .set("_kprobes_flags", point == ProbePoint.RETURN ? RETURN : 0);
        return KernelLink.create(
                "kprobe.multi",
                functions.size() + " functions",
                program,
                request,
                "the program has to be loaded for trace_kprobe_multi, and the kernel to have"
                        + " fprobe");
    }

    /// Attaches `program`, which was loaded for `TRACE_KPROBE_SESSION`, to functions where they
    /// start and where they return (Linux 6.10): what it returns at the start says whether it runs
    /// at the return, too, and 8 bytes of its own last from one to the other.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attachSession(KernelProgram program, List<String> functions) {
        return KernelLink.create(
                "kprobe.session",
                functions.size() + " functions",
                program,
                request(program, functions, AttachType.TRACE_KPROBE_SESSION),
                "the program has to be loaded for trace_kprobe_session (Linux 6.10), and the"
                        + " kernel to have fprobe");
    }

    /// The functions of the kernel that can be probed and whose names fit a pattern. Names that
    /// several functions have are left out, as the kernel would not know which is meant.
    ///
    /// @throws dev.skep.linux.KernelException if tracefs is not mounted, this kernel cannot probe
    ///   many functions at once, or none fits
    public static List<String> functions(NamePattern pattern) {
        Path list = TraceFiles.folder().resolve("available_filter_functions");
        if (!Files.isReadable(list)) {
            throw AttachRefusals.missing(
                    "this kernel does not list the functions that can be probed",
                    "name functions instead of " + pattern);
        }
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.split("[ \t]", 2)[0])
                    .filter(pattern::fits)
                    .forEach(name -> found.merge(name, 1, Integer::sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.values().removeIf(count -> count > 1);
        if (found.isEmpty()) {
            throw AttachRefusals.missing(
                    "no function that can be probed is called " + pattern, "look into " + list);
        }
        return List.copyOf(found.keySet());
    }

    private static LinkRequest request(
            KernelProgram program, List<String> functions, AttachType type) {
        return new LinkRequest(program.fileDescriptor(), 0, type.id())
                .set("_kprobes_cnt", functions.size())
                .texts("_kprobes_syms", functions);
    }
}
