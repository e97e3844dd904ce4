package dev.skep.lab.bench.life;

import dev.skep.lab.bench.Sample;
import dev.skep.lab.bench.life.Racer.Engine;
import dev.skep.object.BpfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Measures generations per second of `examples/life`, in turns: the kernel, the JVM's compiler and
/// its interpreter.
///
///     java ... dev.skep.lab.bench.life.LifeBench [OBJECT [ROUNDS]]
///
/// Each round runs each engine for about a quarter of a second; what is printed is the median of the
/// rounds, and of each round's ratio to the kernel.
public final class LifeBench {
    private static final double SLICE = 0.25e9;

    private final BpfObject object;
    private final int rounds;

    private LifeBench(BpfObject object, int rounds) {
        this.object = object;
        this.rounds = rounds;
    }

    /// Runs it.
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "examples/life/life.bpf.o");
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
        new LifeBench(BpfObject.read(Files.readAllBytes(file)), rounds).run();
    }

    private void run() {
        System.out.println("| way | board | kernel | JVM, compiled | JVM, interpreted |");
        System.out.println("|---|---|---|---|---|");
        row("generation", 64);
        row("generation", 512);
        row("large_generation", 64);
        row("large_generation", 512);
        row("large_generation", 2048);
        row("start", 64);
        row("start", 512);
        row("start", 2048);
    }

    private void row(String program, int side) {
        Map<Engine, DoubleStream.Builder> nanos = new EnumMap<>(Engine.class);
        Map<Engine, DoubleStream.Builder> ratios = new EnumMap<>(Engine.class);
        for (Engine engine : Engine.values()) {
            nanos.put(engine, DoubleStream.builder());
            ratios.put(engine, DoubleStream.builder());
        }
        for (int round = -2; round < rounds; round++) {
            double kernel = 0;
            for (Engine engine : Engine.values()) {
                double each = measure(engine, program, side);
                kernel = engine == Engine.KERNEL ? each : kernel;
                if (round >= 0) {
                    nanos.get(engine).add(each);
                    ratios.get(engine).add(each / kernel);
                }
            }
        }
        StringBuilder line = new StringBuilder("| `%s` | %d x %d |".formatted(program, side, side));
        for (Engine engine : Engine.values()) {
            double each = Sample.of(nanos.get(engine).build()).median();
            double ratio = Sample.of(ratios.get(engine).build()).median();
            line.append(String.format(Locale.ROOT, " %,.0f/s", 1e9 / each));
            line.append(
                    engine == Engine.KERNEL
                            ? " |"
                            : String.format(Locale.ROOT, " (%.2f) |", 1 / ratio));
        }
        System.out.println(line);
    }

    private final Map<String, Racer> racers = new java.util.HashMap<>();

    private double measure(Engine engine, String program, int side) {
        Racer racer =
                racers.computeIfAbsent(
                        engine + program + side, _ -> Racer.of(object, engine, program, side));
        if (program.equals("start")) {
            try (Racer fresh = Racer.of(object, engine, program, side)) {
                return fresh.live(Duration.ofNanos((long) SLICE));
            }
        }
        double guess = Math.max(1, racer.run(1));
        return racer.run((int) Math.clamp(SLICE / guess, 1, 1_000_000));
    }
}
