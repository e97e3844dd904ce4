package dev.skep.lab.bench.program;

import dev.skep.diag.Diagnostic;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// This JVM: the compiler, or the checked interpreter.
record JvmRunner(Path root, JvmMode mode) implements Runner {
    @Override
    public Kind kind() {
        return mode.kind();
    }

    /// What falls back to the interpreter is not the compiler's.
    @Override
    public Start start(Benchmark benchmark) throws IOException {
        JvmHost host = new JvmHost();
        Linked.Loaded<JvmProgram> loaded =
                Linked.read(root, benchmark).into(host, mode.loading(host));
        Optional<Diagnostic> refusal =
                Stream.concat(Stream.of(loaded.program()), loaded.others().stream())
                        .flatMap(program -> program.notCompiled().stream())
                        .findFirst();
        if (refusal.isPresent()) {
            host.close();
            return new Start.Unavailable("not compiled: " + refusal.get());
        }
        return new Start.Ready(new JvmSession(host, loaded, benchmark.packet()));
    }

    @Override
    public void close() {}
}
