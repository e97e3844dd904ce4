package dev.skep.linux.sys;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A control group below this process's own, with one thread of it inside.
public final class ChildCgroup {
    private ChildCgroup() {}

    /// Does `work` with the folder of the group, in a thread that belongs to it; afterwards the
    /// group is gone. Skipped where there is no cgroup v2.
    public static void run(Sandbox.Work work) throws Exception {
        Optional<Path> own = own();
        assumeTrue(own.isPresent(), "cgroup v2 is not mounted");
        Path child = Files.createTempDirectory(own.get(), "skep-test-");
        try {
            Files.writeString(child.resolve("cgroup.type"), "threaded");
            Sandbox.run(
                    _ -> {
                        Loopback.up();
                        Files.writeString(child.resolve("cgroup.threads"), "0");
                        try {
                            work.run(child);
                        } finally {
                            Files.writeString(own.get().resolve("cgroup.threads"), "0");
                        }
                    });
        } finally {
            Files.delete(child);
        }
    }

    private static Optional<Path> own() throws Exception {
        String path =
                Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                        .filter(line -> line.startsWith("0::"))
                        .map(line -> line.substring("0::/".length()))
                        .findFirst()
                        .orElse("");
        return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" "))
                .filter(cells -> cells[2].equals("cgroup2"))
                .map(cells -> Path.of(cells[1]).resolve(path))
                .findFirst();
    }
}
