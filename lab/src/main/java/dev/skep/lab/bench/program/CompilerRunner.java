package dev.skep.lab.bench.program;

import java.nio.file.Path;

/// The compiler: it takes nothing but verified programs.
///
/// The one place to change once `JvmHost.load(VerifiedProgram, maps)` is there: verify each program,
/// and hand what the verifier accepted to the host, as [InterpreterRunner] hands over the program.
record CompilerRunner(Path root) implements Runner {
    @Override
    public Kind kind() {
        return Kind.COMPILER;
    }

    @Override
    public Start start(Benchmark benchmark) {
        return new Start.Unavailable("this build has no compiler yet");
    }

    @Override
    public void close() {}
}
