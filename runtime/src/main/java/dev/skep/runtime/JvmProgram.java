package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.diag.TrapException;
import dev.skep.jit.Compilation;
import dev.skep.map.JvmMap;
import dev.skep.map.Registry;
import dev.skep.packet.Network;
import dev.skep.packet.PacketBatch;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.packet.XdpFrame;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Environment;
import dev.skep.vm.Execution;
import dev.skep.vm.Interpreter;
import dev.skep.vm.RunnableProgram;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;

/// A program loaded into a [JvmHost].
public final class JvmProgram implements RunnableProgram {
    private final Interpreter interpreter;
    private final Optional<Compilation> compilation;
    private final Optional<CompiledCode> compiled;
    private final JvmHostOptions options;

    /// A run for the next timer that calls back; timers call one after the other, mostly.
    private final AtomicReference<Execution> idleRun = new AtomicReference<>();

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
        return execution(options.environment());
    }

    /// A new run of it, not yet started, on a CPU of its own: threads that run at the same time
    /// need one each, or they meet in the same elements of per-CPU maps. Its random numbers are its
    /// own; what it prints goes where the prints of all runs go.
    ///
    /// @param cpu from 0 to one less than per-CPU maps have ([dev.skep.map.MapOptions#cpus])
    /// @throws IllegalArgumentException for another number
    public Execution execution(int cpu) {
        if (cpu < 0 || cpu >= options.maps().cpus()) {
            throw new IllegalArgumentException(
                    "CPU %d; the host's maps have %d".formatted(cpu, options.maps().cpus()));
        }
        return execution(onCpu(options.environment(), cpu));
    }

    private static Environment onCpu(Environment shared, int cpu) {
        RandomGenerator random = shared.random();
        if (random instanceof SplittableGenerator source) {
            // Generators are not safe for threads.
            synchronized (source) {
                random = source.split();
            }
        }
        return new Environment(
                shared.time(), random, cpu, shared.numaNode(), shared.task(), shared.trace());
    }

    private Execution execution(Environment environment) {
        Execution run =
                compiled.map(code -> interpreter.execution(code, environment))
                        .orElseGet(() -> interpreter.execution(environment));
        run.attach(Network.class, options.network());
        run.attach(RunnableProgram.class, this);
        return run;
    }

    @Override
    public void callBack(int function, JvmMap map, long value, int cpu) {
        Execution idle = idleRun.getAndSet(null);
        Execution run =
                idle != null && idle.cpu() == cpu
                        ? idle
                        : execution(onCpu(options.environment(), cpu));
        try {
            run.callBack(function, map, value);
        } catch (TrapException trap) {
            String caller = "called by a timer in map " + map.definition().name();
            options.traps().accept(new TrapException(trap.diagnostic().because(caller)));
        } finally {
            // Maps that come and go in maps of maps are not held on to.
            idleRun.set(run.foundMaps() ? null : run);
        }
    }

    /// Runs it over the packets of `batch`, in order; the batch then tells what it returned for
    /// each, and holds the packets as it left them. XDP programs see frames as a driver receives
    /// them, tc programs at an interface's ingress or egress, as their section says, socket filters
    /// as a raw packet socket does.
    ///
    /// @throws HostException with [HostCode#NO_BATCH] if it is of another type
    /// @throws IllegalArgumentException if the batch's CPU is not one of the host's
    /// @throws dev.skep.diag.TrapException if it does what it must not, which a verified program
    ///   cannot; packets behind that one are not run
    public void run(PacketBatch batch) {
        batch.run(this, JvmProgram::overBatches);
    }

    private Consumer<PacketBatch> overBatches(PacketBatch batch) {
        Execution run = execution(batch.cpu());
        ProgramType type = program().type();
        return switch (type) {
            case XDP -> new XdpFrame(run)::run;
            case SCHED_CLS, SCHED_ACT, SOCKET_FILTER -> {
                SocketBuffer buffer = new SocketBuffer(run, type);
                if (program().attachType() == AttachType.TCX_EGRESS.ordinal()) {
                    buffer.expectLeaving(batch.origin().ifindex());
                } else {
                    buffer.expect(batch.origin(), Start.LINK_HEADER);
                }
                yield buffer::run;
            }
            case null, default -> throw noBatch(program());
        };
    }

    private static HostException noBatch(Program program) {
        String type = program.type() == null ? "no type" : "type " + program.type().shortName();
        return new HostException(
                Diagnostic.of(
                                HostCode.NO_BATCH,
                                "programs of %s do not run over packets".formatted(type))
                        .at(new Place.Named(program.name()))
                        .fix("take an XDP, tc or socket-filter program"));
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
