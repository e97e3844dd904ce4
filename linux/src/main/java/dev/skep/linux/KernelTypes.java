package dev.skep.linux;

import dev.skep.btf.Btf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The types of the running kernel, read when somebody first asks. Safe for many threads.
final class KernelTypes {
    private static final Path PUBLISHED = Path.of("/sys/kernel/btf/vmlinux");

    private Optional<Btf> types;

    /// The types; empty if the kernel does not publish them.
    ///
    /// @throws UncheckedIOException if they cannot be read
    synchronized Optional<Btf> get() {
        if (types == null) {
            try {
                types =
                        Files.isReadable(PUBLISHED)
                                ? Optional.of(Btf.parse(Files.readAllBytes(PUBLISHED)))
                                : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return types;
    }
}
