package dev.skep.lab.bench.program;

import dev.skep.runtime.JvmHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// This JVM: the compiler, or the checked interpreter.
record JvmRunner(Path root, JvmMode mode) implements Runner {
    @Override
    public Kind kind() {
        return mode.kind();
    }

    @Override
    public Start start(Benchmark benchmark) throws IOException {
        Optional<String> obstacle = mode.obstacle();
        if (obstacle.isPresent()) {
            return new Start.Unavailable(obstacle.get());
        }
        JvmHost host = new JvmHost();
        return new Start.Ready(
                new JvmSession(
                        host,
                        Linked.read(root, benchmark).into(host, mode.loading(host)),
                        benchmark.packet()));
    }

    @Override
    public void close() {}
}
