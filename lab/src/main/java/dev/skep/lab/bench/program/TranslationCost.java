package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.lab.bench.Family;
import dev.skep.lab.bench.Sample;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long loading a program takes that has been verified, once the virtual machine is warm: for
/// growing programs, to see whether the time grows with them, and for those that are measured.
record TranslationCost(Path root, JvmMode mode) {
    /// How the names of its rows begin.
    static final String WHAT = "loading ";

    private static final int[] SIZES = {1_000, 4_000, 16_000, 64_000};
    private static final int LEAST = 10;
    private static final long NANOS = 10_000_000_000L;

    /// Some programs whose time is told together.
    private record Batch(String name, List<Program> programs, List<JvmMode.Prepared> prepared) {
        int slots() {
            return programs.stream().mapToInt(program -> program.code().slots()).sum();
        }

        /// Loads all of them into hosts of their own; what the loading thread took.
        double nanos() {
            long sum = 0;
            for (int i = 0; i < programs.size(); i++) {
                try (JvmHost host = new JvmHost()) {
                    List<BpfMap> maps = Costs.maps(host, programs.get(i));
                    long start = CpuClock.nanos();
                    prepared.get(i).into(host, maps);
                    sum += CpuClock.nanos() - start;
                }
            }
            return sum;
        }
    }

    /// Takes the batches in turns; the second half of the rounds counts.
    List<Costs.Row> measure() throws IOException {
        List<Batch> batches = batches();
        List<double[]> rounds = new ArrayList<>();
        long end = CpuClock.nanos() + NANOS;
        while (rounds.size() < LEAST || CpuClock.nanos() < end) {
            rounds.add(batches.stream().mapToDouble(Batch::nanos).toArray());
        }
        List<double[]> warm = rounds.subList(rounds.size() / 2, rounds.size());
        List<Costs.Row> rows = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            int column = i;
            double nanos = Sample.of(warm.stream().mapToDouble(r -> r[column])).median();
            rows.add(
                    new Costs.Row(
                            WHAT + batches.get(i).name + ", per 1,000 instructions",
                            mode.kind().title(),
                            nanos / batches.get(i).slots(),
                            "us"));
        }
        return rows;
    }

    private List<Batch> batches() throws IOException {
        List<Batch> batches = new ArrayList<>();
        for (int size : SIZES) {
            Program program = Family.STRAIGHT.processing(size);
            batches.add(
                    batch("a program of %,d".formatted(program.code().slots()), List.of(program)));
        }
        List<Program> measured = new ArrayList<>();
        for (Benchmark benchmark : Catalogue.all()) {
            measured.add(Linked.read(root, benchmark).program());
        }
        batches.add(batch("the %d programs of the table".formatted(measured.size()), measured));
        return batches;
    }

    private Batch batch(String name, List<Program> programs) {
        return new Batch(name, programs, programs.stream().map(mode::prepare).toList());
    }
}
