package dev.skep.lab.bench.program;

import dev.skep.runtime.JvmHost;
import java.io.IOException;
import java.nio.file.Path;

/// The checked interpreter: it takes programs as they are, verified or not.
record InterpreterRunner(Path root) implements Runner {
    @Override
    public Kind kind() {
        return Kind.INTERPRETER;
    }

    @Override
    public Start start(Benchmark benchmark) throws IOException {
        JvmHost host = new JvmHost();
        return new Start.Ready(
                new JvmSession(
                        host,
                        Linked.read(root, benchmark).into(host, host::load),
                        benchmark.packet()));
    }

    @Override
    public void close() {}
}
