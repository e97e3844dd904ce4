package dev.skep.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The capabilities that loading and attaching take (capabilities(7)), as far as the calling thread
/// has them. Before Linux 5.8 there is `CAP_SYS_ADMIN` only, which still stands for `CAP_BPF` and
/// `CAP_PERFMON`.
final class Rights {
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final Path UNPRIVILEGED = Path.of("/proc/sys/kernel/unprivileged_bpf_disabled");
    private static final String EFFECTIVE = "CapEff:";
    private static final int ADMIN = 21;

    private enum Capability {
        CAP_BPF(39, "load programs and create most maps"),
        CAP_PERFMON(38, "observe the kernel and processes"),
        CAP_NET_ADMIN(12, "change what happens to packets");

        private final int bit;
        private final String use;

        Capability(int bit, String use) {
            this.bit = bit;
            this.use = use;
        }

        boolean in(long set) {
            boolean admin = this != CAP_NET_ADMIN && (set >> ADMIN & 1) != 0;
            return admin || (set >> bit & 1) != 0;
        }
    }

    private Rights() {}

    /// What is missing, and what that forbids: `CAP_BPF (to load programs)`.
    static List<String> missing() {
        return missing(effective());
    }

    /// What is missing in a set of capabilities.
    static List<String> missing(long set) {
        return Arrays.stream(Capability.values())
                .filter(c -> !c.in(set))
                .map(c -> "%s (to %s)".formatted(c, c.use))
                .toList();
    }

    /// Why the kernel may have said `EPERM`, in words for people.
    static String cause() {
        List<String> missing = missing();
        String setting = read(UNPRIVILEGED);
        return missing.isEmpty()
                ? "no capability is missing; a sandbox or security module may forbid it"
                : "without %s%s"
                        .formatted(
                                String.join(", ", missing),
                                setting.isEmpty()
                                        ? ""
                                        : "; kernel.unprivileged_bpf_disabled is " + setting);
    }

    /// What users without capabilities may do: 0 a little, 1 nothing until the system starts anew,
    /// 2 nothing; empty where the kernel does not say.
    static String unprivileged() {
        return read(UNPRIVILEGED);
    }

    private static long effective() {
        return read(STATUS)
                .lines()
                .filter(line -> line.startsWith(EFFECTIVE))
                .map(line -> line.substring(EFFECTIVE.length()).strip())
                .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
                .findFirst()
                .orElse(0);
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
