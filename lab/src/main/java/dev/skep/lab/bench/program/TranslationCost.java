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
import java.util.stream.IntStream;

/// How long loading a program takes that has been verified, once the virtual machine is warm: for
/// growing programs, to see whether the time grows with them.
record TranslationCost(JvmMode mode) {
    /// How the names of its rows begin.
    static final String WHAT = "loading ";

    private static final int[] SIZES = {1_000, 4_000, 16_000, 64_000};
    private static final int LEAST = 10;
    private static final long NANOS = 10_000_000_000L;

    /// Takes the programs in turns; the second half of the rounds counts.
    List<Costs.Row> measure() {
        List<Program> programs = IntStream.of(SIZES).mapToObj(Family.STRAIGHT::processing).toList();
        List<double[]> rounds = new ArrayList<>();
        long end = System.nanoTime() + NANOS;
        while (rounds.size() < LEAST || System.nanoTime() < end) {
            rounds.add(programs.stream().mapToDouble(this::nanos).toArray());
        }
        List<double[]> warm = rounds.subList(rounds.size() / 2, rounds.size());
        List<Costs.Row> rows = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            int column = i;
            int slots = programs.get(i).code().slots();
            double nanos = Sample.of(warm.stream().mapToDouble(r -> r[column])).median();
            rows.add(
                    new Costs.Row(
                            "%s%,d instructions, per 1,000".formatted(WHAT, slots),
                            mode.kind().title(),
                            nanos / slots,
                            "us"));
        }
        return rows;
    }

    private double nanos(Program program) {
        try (JvmHost host = new JvmHost()) {
            Function<List<BpfMap>, JvmProgram> prepared = mode.loading(host).prepare(program);
            long start = CpuClock.nanos();
            prepared.apply(List.of());
            return CpuClock.nanos() - start;
        }
    }
}
