package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.object.KernelSymbols;
import dev.skep.verify.Privilege;
import java.util.Optional;

/// The running kernel, if it is of the release that cases and pages were recorded on, and whose
/// rules the verifier follows. Tests that need it are skipped elsewhere.
public final class RecordingKernel implements AutoCloseable {
    private static final String RELEASE = "6.18";

    private final KernelOracle oracle;
    private final boolean unprivileged = KernelOracle.unprivilegedObstacle().isEmpty();

    private RecordingKernel(KernelOracle oracle) {
        this.oracle = oracle;
    }

    /// Opens it, or skips the test.
    public static RecordingKernel open() {
        Optional<String> obstacle = KernelOracle.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        String running = System.getProperty("os.version");
        assumeTrue(
                running.startsWith(RELEASE),
                () -> "recorded on Linux " + RELEASE + ", this is " + running);
        return new RecordingKernel(new KernelOracle());
    }

    /// The numbers of its functions.
    public KernelSymbols symbols() {
        return oracle.types().map(KernelSymbols::of).orElse(KernelSymbols.none());
    }

    /// Its verdict; empty for a loader without privileges where the system lets none load.
    public Optional<KernelAnswer> ask(VerifyCase one) {
        return one.privilege() == Privilege.PRIVILEGED || unprivileged
                ? Optional.of(oracle.ask(one.program(), one.privilege()))
                : Optional.empty();
    }

    @Override
    public void close() {
        oracle.close();
    }
}
