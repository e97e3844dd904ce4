package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.jit.Compilation;
import dev.skep.map.JvmMap;
import dev.skep.map.Registry;
import dev.skep.packet.Network;
import dev.skep.program.Program;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Execution;
import dev.skep.vm.Interpreter;
import dev.skep.vm.RunnableProgram;
import java.util.List;
import java.util.Optional;

/// A program loaded into a [JvmHost].
public final class JvmProgram implements RunnableProgram {
    private final Interpreter interpreter;
    private final Optional<Compilation> compilation;
    private final Optional<CompiledCode> compiled;
    private final JvmHostOptions options;

    JvmProgram(
            Program program,
            List<JvmMap> maps,
            Registry registry,
            JvmHostOptions options,
            Optional<Compilation> compilation) {
        interpreter =
                new Interpreter(program, maps, options.helpers(), registry::mapOf, options.runs());
        this.compilation = compilation;
        this.compiled = compilation.flatMap(Compilation::code);
        this.options = options;
    }

    @Override
    public Program program() {
        return interpreter.program();
    }

    @Override
    public Interpreter interpreter() {
        return interpreter;
    }

    @Override
    public Optional<CompiledCode> compiled() {
        return compiled;
    }

    /// Why a verified program is interpreted all the same; empty if it is not, or was not verified.
    public Optional<Diagnostic> notCompiled() {
        return compilation.flatMap(Compilation::refusal);
    }

    /// A new run of it, not yet started, in the surroundings that its host gives: what hooks take.
    /// For one thread; a program may have any number of them.
    public Execution execution() {
        Execution run =
                compiled.map(code -> interpreter.execution(code, options.environment()))
                        .orElseGet(() -> interpreter.execution(options.environment()));
        run.attach(Network.class, options.network());
        return run;
    }

    /// Runs it as `BPF_PROG_TEST_RUN` does: XDP, tc and socket-filter programs over a packet.
    ///
    /// @throws dev.skep.diag.HostException if programs of its type have no test run here
    /// @throws dev.skep.diag.TrapException if it does what it must not
    @Override
    public TestResult test(TestRun run) {
        return new TestRuns(this).test(run);
    }

    /// Nothing to release: memory goes with the last reference.
    @Override
    public void close() {}
}
