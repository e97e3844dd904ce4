package dev.skep.lab.timer;

import dev.skep.host.BpfMap;
import dev.skep.map.JvmMap;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.TimeSource;
import dev.skep.vm.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The object in this JVM, with a clock that is moved by hand.
record JvmTimers(JvmHost host, VirtualClock clock, List<JvmMap> maps, List<JvmProgram> programs)
        implements TimerHost {
    private static final Duration STEP = Duration.ofNanos(10_000);
    private static final int STEPS = 100_000;

    /// What runs the programs.
    enum Engine {
        COMPILED,
        INTERPRETED
    }

    static JvmTimers open(Engine engine) throws IOException {
        return open(engine, JvmHostOptions.defaults());
    }

    static JvmTimers open(Engine engine, JvmHostOptions options) throws IOException {
        VirtualClock clock = new VirtualClock();
        return open(engine, options, clock, clock);
    }

    /// The object in this JVM by another clock, which moves by itself.
    static JvmTimers open(Engine engine, JvmHostOptions options, TimeSource time)
            throws IOException {
        return open(engine, options, time, new VirtualClock());
    }

    private static JvmTimers open(
            Engine engine, JvmHostOptions options, TimeSource time, VirtualClock clock)
            throws IOException {
        JvmHost host = new JvmHost(options.withTime(time));
        LinkedObject linked = Timers.object().link(LinkOptions.standard());
        List<JvmMap> maps = linked.maps().stream().map(host::createMap).toList();
        List<JvmProgram> programs =
                linked.programs().stream().map(p -> load(host, p, maps, engine)).toList();
        return new JvmTimers(host, clock, maps, programs);
    }

    private static JvmProgram load(
            JvmHost host, Program program, List<JvmMap> maps, Engine engine) {
        if (engine == Engine.INTERPRETED) {
            return host.load(program, maps);
        }
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        JvmProgram loaded = host.load(((Verdict.Accepted) verdict).program(), maps);
        if (loaded.compiled().isEmpty()) {
            throw new AssertionError(loaded.notCompiled().toString());
        }
        return loaded;
    }

    @Override
    public BpfMap map(String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public JvmProgram program(String name) {
        return programs.stream()
                .filter(program -> program.program().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void await(BooleanSupplier happened) {
        for (int step = 0; !happened.getAsBoolean(); step++) {
            if (step == STEPS) {
                throw new AssertionError("it did not happen in " + STEP.multipliedBy(STEPS));
            }
            clock.advance(STEP);
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
