package dev.skep.cli;

import dev.skep.object.BpfObject;
import dev.skep.object.Extern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The values behind an object's `__kconfig` variables. As in libbpf, `LINUX_KERNEL_VERSION` and
/// the like tell what a kernel can do, and `CONFIG_` names stand for the options that it was built
/// with.
public final class KernelConfig {
    /// The configuration of a running kernel, where it was built to show it.
    private static final Path RUNNING_KERNEL = Path.of("/proc/config.gz");

    /// Linux 6.18, whose rules the verifier follows.
    private static final Map<String, String> PROFILE =
            Map.of(
                    "LINUX_KERNEL_VERSION", "0x61200",
                    "LINUX_HAS_BPF_COOKIE", "1",
                    "LINUX_HAS_SYSCALL_WRAPPER", "1");

    private KernelConfig() {}

    /// All that is known; `given` wins over the running kernel's options, which are read only if
    /// the object asks for one that is not given.
    public static Map<String, String> of(BpfObject object, Map<String, String> given)
            throws IOException {
        Map<String, String> values = new HashMap<>(PROFILE);
        boolean asks =
                object.externs().stream()
                        .filter(e -> e.kind() == Extern.Kind.KCONFIG)
                        .map(Extern::name)
                        .anyMatch(n -> n.startsWith("CONFIG_") && !given.containsKey(n));
        if (asks && Files.isReadable(RUNNING_KERNEL)) {
            values.putAll(read(RUNNING_KERNEL));
        }
        values.putAll(given);
        return values;
    }

    private static Map<String, String> read(Path file) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            Map<String, String> values = new HashMap<>();
            lines.lines()
                    .filter(line -> line.startsWith("CONFIG_") && line.contains("="))
                    .map(line -> line.split("=", 2))
                    .forEach(cells -> values.put(cells[0], cells[1]));
            return values;
        }
    }
}
