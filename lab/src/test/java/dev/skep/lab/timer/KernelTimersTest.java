package dev.skep.lab.timer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.LinkOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The contract, as the running kernel keeps it; skipped where there is none to ask.
class KernelTimersTest extends TimerContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    TimerHost open() throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        KernelHost host = KernelHost.open();
        return new Kernel(
                host,
                host.load(Timers.object().link(LinkOptions.standard()), LoadOptions.standard()));
    }

    private record Kernel(KernelHost host, KernelObject object) implements TimerHost {
        @Override
        public BpfMap map(String name) {
            return object.map(name);
        }

        @Override
        public LoadedProgram program(String name) {
            return object.program(name);
        }

        @Override
        public void await(BooleanSupplier happened) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!happened.getAsBoolean()) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("it did not happen in " + PATIENCE);
                }
                LockSupport.parkNanos(100_000);
            }
        }

        @Override
        public void close() {
            object.close();
            host.close();
        }
    }
}
