package dev.skep.lab.bench.life;

import dev.skep.lab.bench.Arguments;
import dev.skep.lab.bench.Sample;
import dev.skep.lab.bench.life.Racer.Engine;
import dev.skep.object.BpfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Measures generations per second of `examples/life`, in turns: the kernel, the JVM's compiler and
/// its interpreter (`lab/bench/life`).
///
/// Each round runs each engine for about a quarter of a second of this thread's processor time.
/// What is printed is generations per second, the median of the rounds, and in parentheses how much
/// that is of the kernel's in the same round, the median again.
public final class LifeBench {
    private static final double SLICE = 0.25e9;
    private static final int WARM_UP = 6;

    private final BpfObject object;
    private final int rounds;

    private LifeBench(BpfObject object, int rounds) {
        this.object = object;
        this.rounds = rounds;
    }

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        Arguments options = Arguments.of(arguments, "--rounds");
        byte[] object = Files.readAllBytes(options.file("examples/life/life.bpf.o"));
        new LifeBench(BpfObject.read(object), (int) options.number("--rounds", 9)).run();
    }

    private void run() {
        System.out.println("| way | board | kernel | JVM, compiled | JVM, interpreted |");
        System.out.println("|---|---|---|---|---|");
        row("generation", 64);
        row("generation", 512);
        row("large_generation", 64);
        row("large_generation", 512);
        row("large_generation", 2048);
    }

    /// What a program's engines took in the rounds so far.
    private static final class Lane implements AutoCloseable {
        private final Racer racer;
        private final DoubleStream.Builder nanos = DoubleStream.builder();
        private final DoubleStream.Builder ratios = DoubleStream.builder();
        private double last;

        Lane(Racer racer) {
            this.racer = racer;
            this.last = racer.run(1);
        }

        double run() {
            last = racer.run((int) Math.clamp(SLICE / last, 1, 1_000_000));
            return last;
        }

        @Override
        public void close() {
            racer.close();
        }
    }

    private void row(String program, int side) {
        Map<Engine, Lane> lanes = new EnumMap<>(Engine.class);
        try {
            for (Engine engine : Engine.values()) {
                lanes.put(engine, new Lane(Racer.of(object, engine, program, side)));
            }
            for (int round = -WARM_UP; round < rounds; round++) {
                double kernel = lanes.get(Engine.KERNEL).run();
                for (Engine engine : Engine.values()) {
                    Lane lane = lanes.get(engine);
                    double each = engine == Engine.KERNEL ? kernel : lane.run();
                    if (round >= 0) {
                        lane.nanos.add(each);
                        lane.ratios.add(kernel / each);
                    }
                }
            }
            print(program, side, lanes);
        } finally {
            lanes.values().forEach(Lane::close);
        }
    }

    private static void print(String program, int side, Map<Engine, Lane> lanes) {
        StringBuilder line = new StringBuilder("| `%s` | %d x %d |".formatted(program, side, side));
        lanes.forEach(
                (engine, lane) -> {
                    double each = Sample.of(lane.nanos.build()).median();
                    line.append(String.format(Locale.ROOT, " %,.0f", 1e9 / each));
                    if (engine != Engine.KERNEL) {
                        double ratio = Sample.of(lane.ratios.build()).median();
                        line.append(String.format(Locale.ROOT, " (%.3f)", ratio));
                    }
                    line.append(" |");
                });
        System.out.println(line);
    }
}
