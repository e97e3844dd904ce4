package dev.skep.lab.bench.life;

import dev.skep.cli.life.Pattern;
import dev.skep.grid.GridLayout;
import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// A program of the object on a board of random cells, in a host of its own.
final class Racer implements AutoCloseable {
    private static final byte[] KEY = new byte[Integer.BYTES];
    private static final byte[] PACKET = new byte[64];
    private static final double DENSITY = 0.3;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// What runs it.
    enum Engine {
        KERNEL,
        COMPILED,
        INTERPRETER
    }

    private final Host host;
    private final LoadedProgram program;
    private final List<? extends BpfMap> maps;

    private Racer(Host host, LoadedProgram program, List<? extends BpfMap> maps) {
        this.host = host;
        this.program = program;
        this.maps = maps;
    }

    static Racer of(BpfObject object, Engine engine, String name, int side) {
        LinkOptions options =
                LinkOptions.standard()
                        .withPrograms(Set.of(name))
                        .withGlobals(Map.of("rows", "" + side, "columns", "" + side));
        Program program = object.link(options).programs().getFirst();
        Racer racer =
                switch (engine) {
                    case KERNEL -> {
                        KernelHost host = KernelHost.open();
                        List<? extends BpfMap> maps = host.createMaps(program);
                        yield new Racer(host, host.load(program, maps), maps);
                    }
                    case COMPILED -> {
                        JvmHost host = new JvmHost();
                        List<? extends BpfMap> maps = maps(host, program);
                        Verdict.Accepted accepted =
                                (Verdict.Accepted)
                                        Verifier.verify(program, VerifierOptions.standard());
                        yield new Racer(host, host.load(accepted.program(), maps), maps);
                    }
                    case INTERPRETER -> {
                        JvmHost host = new JvmHost();
                        List<? extends BpfMap> maps = maps(host, program);
                        yield new Racer(host, host.load(program, maps), maps);
                    }
                };
        racer.fill(side);
        return racer;
    }

    private static List<? extends BpfMap> maps(JvmHost host, Program program) {
        return program.maps().stream().map(host::createMap).toList();
    }

    private void fill(int side) {
        BpfMap boards =
                maps.stream()
                        .filter(m -> m.definition().name().equals("boards"))
                        .findFirst()
                        .orElseThrow();
        byte[] value = boards.lookup(KEY).orElseThrow();
        GridLayout.of(boards.definition())
                .write(Pattern.random(side, side, DENSITY, new SplittableRandom(side)), value);
        boards.update(KEY, value, BpfMap.ANY);
    }

    /// Makes so many generations on demand.
    ///
    /// @return nanoseconds of this thread's processor time for each: other threads may need the
    ///   processor meanwhile
    double run(int generations) {
        long before = THREADS.getCurrentThreadCpuTime();
        program.test(new TestRun(PACKET, new byte[0], generations));
        return (double) (THREADS.getCurrentThreadCpuTime() - before) / generations;
    }

    @Override
    public void close() {
        program.close();
        host.close();
    }
}
