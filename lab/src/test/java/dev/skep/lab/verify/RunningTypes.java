package dev.skep.lab.verify;

import dev.skep.btf.Btf;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The types of the running kernel, where it shows them: programs that need types stay undecided
/// elsewhere.
public final class RunningTypes {
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");

    /// Read once for all tests.
    private static final class Read {
        static final VerifierOptions OPTIONS = read();

        private static VerifierOptions read() {
            VerifierOptions standard = VerifierOptions.standard();
            try {
                return Files.isReadable(TYPES)
                        ? standard.withKernel(Btf.parse(Files.readAllBytes(TYPES)))
                        : standard;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private RunningTypes() {}

    /// A privileged loader on a kernel with those types.
    public static VerifierOptions options() {
        return Read.OPTIONS;
    }
}
