package dev.skep.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds control groups: the id of one is the inode of its folder.
final class ControlGroups {
    private ControlGroups() {}

    /// The folder of the group of that id; empty where cgroup v2 is not mounted, or the group is
    /// gone or outside of what this process sees.
    static Optional<Path> path(long id) {
        try (Stream<String> mounts =
                Files.lines(Path.of("/proc/thread-self/mounts"), StandardCharsets.UTF_8)) {
            return mounts.map(line -> line.split(" "))
                    .filter(cells -> cells.length > 2 && cells[2].equals("cgroup2"))
                    .map(cells -> below(Path.of(cells[1]), id))
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> below(Path mount, long id) {
        try (Stream<Path> all = Files.walk(mount)) {
            return all.filter(path -> Files.isDirectory(path) && inode(path) == id).findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static long inode(Path folder) {
        try {
            return (Long) Files.getAttribute(folder, "unix:ino");
        } catch (IOException e) {
            return 0;
        }
    }
}
