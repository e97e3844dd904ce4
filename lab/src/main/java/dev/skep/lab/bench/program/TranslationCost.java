package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.lab.bench.Family;
import dev.skep.lab.bench.Sample;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/// How long loading a program takes that has been verified, once the virtual machine is warm: for
/// growing programs, to see whether the time grows with them.
record TranslationCost(JvmMode mode) {
    private static final int[] SIZES = {1_000, 4_000, 16_000, 64_000};
    private static final int LEAST = 5;
    private static final long NANOS = 2_000_000_000;

    List<Costs.Row> measure() {
        time(Family.STRAIGHT.processing(SIZES[0]));
        List<Costs.Row> rows = new ArrayList<>();
        for (int size : SIZES) {
            Program program = Family.STRAIGHT.processing(size);
            int slots = program.code().slots();
            rows.add(
                    new Costs.Row(
                            "loading %,d instructions, per 1,000".formatted(slots),
                            mode.kind().title(),
                            time(program) * 1_000 / slots / 1_000,
                            "us"));
        }
        return rows;
    }

    /// The median in nanoseconds of the second half of the rounds of some seconds.
    private double time(Program program) {
        List<Double> nanos = new ArrayList<>();
        long end = System.nanoTime() + NANOS;
        while (nanos.size() < 2 * LEAST || System.nanoTime() < end) {
            JvmHost host = new JvmHost();
            Function<List<BpfMap>, JvmProgram> prepared = mode.loading(host).prepare(program);
            long start = CpuClock.nanos();
            prepared.apply(List.of());
            nanos.add((double) CpuClock.nanos() - start);
            host.close();
        }
        DoubleStream warm = nanos.stream().skip(nanos.size() / 2).mapToDouble(n -> n);
        return Sample.of(warm).median();
    }
}
