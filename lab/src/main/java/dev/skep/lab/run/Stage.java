package dev.skep.lab.run;

import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.map.MapOptions;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifiedProgram;
import dev.skep.vm.Environment;
import dev.skep.vm.RunOptions;
import dev.skep.vm.TimeSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A trial's program in one engine, with maps of its own.
final class Stage implements AutoCloseable {
    /// As many as the machine may have, so that values of per-CPU maps look alike everywhere.
    static final int CPUS = KernelHost.obstacle().isEmpty() ? possibleCpus() : 2;

    private static final long FUEL = 1L << 23;
    private static final long MONOTONIC = 123_456_789_012L;
    private static final long TAI = 1_700_000_000_000_000_000L;
    private static final HexFormat HEX = HexFormat.of();

    private final Trial trial;
    private final Host host;
    private final List<String> traces = new ArrayList<>();
    private final Replay random;
    private final List<BpfMap> maps = new ArrayList<>();
    private LoadedProgram program;
    private boolean fresh = true;

    private Stage(Trial trial, Replay random) {
        this.trial = trial;
        this.random = random;
        Environment world =
                Environment.standard()
                        .withTime(TimeSource.fixed(MONOTONIC, TAI))
                        .withTrace(traces::add);
        Environment repeatable =
                new Environment(
                        world.time(),
                        random,
                        world.cpu(),
                        world.numaNode(),
                        world.task(),
                        world.trace());
        host =
                new JvmHost(
                        JvmHostOptions.defaults()
                                .withMaps(MapOptions.defaults().withCpus(CPUS))
                                .withRuns(RunOptions.defaults().withFuel(FUEL))
                                .withEnvironment(repeatable));
    }

    private Stage(Trial trial, KernelHost kernel) {
        this.trial = trial;
        this.random = new Replay(trial.seed());
        this.host = kernel;
    }

    private static int possibleCpus() {
        try (KernelHost kernel = KernelHost.open()) {
            return kernel.cpus();
        }
    }

    /// In the checked interpreter.
    static Stage interpreted(Trial trial) {
        Stage stage = new Stage(trial, new Replay(trial.seed()));
        stage.createMaps();
        stage.program = stage.host.load(trial.program(), stage.maps);
        return stage;
    }

    /// Compiled. `program` is the trial's, verified.
    static Stage compiled(Trial trial, VerifiedProgram program) {
        Stage stage = new Stage(trial, new Replay(trial.seed()));
        stage.createMaps();
        stage.program = ((JvmHost) stage.host).load(program, stage.maps);
        return stage;
    }

    /// In the running kernel.
    ///
    /// @throws dev.skep.diag.HostException if it refuses the program or a map
    static Stage inKernel(Trial trial) {
        Stage stage = new Stage(trial, KernelHost.open());
        try {
            stage.createMaps();
            stage.program = stage.host.load(trial.program(), stage.maps);
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
        return stage;
    }

    private void createMaps() {
        if (host instanceof KernelHost kernel) {
            maps.addAll(kernel.createMaps(trial.program()));
        } else {
            trial.program().maps().forEach(map -> maps.add(host.createMap(map)));
        }
        inner.addAll(trial.innerMaps().stream().map(host::createMap).toList());
    }

    private final List<BpfMap> inner = new ArrayList<>();

    /// The program as it was loaded.
    LoadedProgram program() {
        return program;
    }

    /// Whether it was compiled.
    boolean isCompiled() {
        return program instanceof JvmProgram jvm && jvm.compiled().isPresent();
    }

    /// Runs the program over all packets, from the start that the trial says, however often.
    ///
    /// @throws dev.skep.diag.TrapException if it does what it must not
    Outcome run(View view) {
        prepare();
        List<String> lines = new ArrayList<>();
        List<byte[]> packets = trial.packets();
        for (int i = 0; i < packets.size(); i++) {
            TestResult result = program.test(new TestRun(packets.get(i), new byte[0], 1));
            String packet = "packet " + i + ": ";
            lines.add(packet + "returns 0x" + Integer.toHexString(result.returnValue()));
            ProgramType type = trial.program().type();
            lines.add(packet + "bytes " + HEX.formatHex(view.data(type, result.data())));
            lines.add(packet + "context " + HEX.formatHex(view.context(type, result.context())));
        }
        maps.forEach(map -> Contents.dump(map, lines));
        inner.forEach(map -> Contents.dump(map, lines));
        view.traces(traces).forEach(message -> lines.add("trace: " + message));
        return new Outcome(lines);
    }

    /// Runs it over and over, so that HotSpot compiles what the program became.
    void heat(int times) {
        prepare();
        for (byte[] packet : trial.packets()) {
            program.test(new TestRun(packet, new byte[0], times));
            traces.clear();
        }
    }

    private void prepare() {
        if (!fresh) {
            maps.forEach(Contents::clear);
            inner.forEach(Contents::clear);
        }
        fresh = false;
        traces.clear();
        random.restart();
        Random start = new Random(trial.seed());
        maps.forEach(map -> Contents.fill(map, start));
        inner.forEach(map -> Contents.fill(map, start));
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        inner.forEach(BpfMap::close);
        host.close();
    }

    /// Random numbers that can start again.
    private static final class Replay implements RandomGenerator {
        private final long seed;
        private SplittableRandom numbers;

        Replay(long seed) {
            this.seed = seed;
            restart();
        }

        void restart() {
            numbers = new SplittableRandom(seed);
        }

        @Override
        public long nextLong() {
            return numbers.nextLong();
        }
    }
}
