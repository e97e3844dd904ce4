package dev.skep.linux;

import dev.skep.host.Errno;
import java.nio.file.Files;
import java.nio.file.Path;

/// What to do when something cannot be pinned.
public final class PinRemedy {
    private PinRemedy() {}

    /// In words for people.
    public static String of(Path path, int errno) {
        Path folder = path.toAbsolutePath().getParent();
        return switch (Errno.ofNumber(errno).orElse(Errno.EINVAL)) {
            case EEXIST -> "choose another name: this one is taken";
            case ENOENT ->
                    Files.isDirectory(folder) ? mount(folder) : "create the folder " + folder;
            case EACCES -> "run as somebody who may write to " + folder;
            default -> mount(folder);
        };
    }

    private static String mount(Path folder) {
        return "name a folder in a BPF file system: mount -t bpf bpf %s; names have no dots"
                .formatted(folder);
    }
}
