package dev.skep.lab.bench.program;

import dev.skep.host.BpfMap;
import dev.skep.lab.bench.Sample;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// How long after its loading began a program runs at nine tenths of its final speed, in a virtual
/// machine that has run nothing else. Verifying comes before and is not counted.
record PeakCost(Path root, JvmMode mode) {
    /// What is measured.
    static final List<String> PROGRAMS =
            List.of(
                    "life",
                    "fnv",
                    "header",
                    "flow_lookup",
                    "firewall",
                    "straight_1000",
                    "straight_5000");

    private static final String WHAT = "time to 90 % of the final speed: ";
    private static final List<String> LARGE = List.of("straight_1000", "straight_5000");
    private static final long WHOLE = 5_000_000_000L;
    private static final long FINAL = 1_500_000_000L;
    private static final long SLICE = 1_000_000;
    private static final long WINDOW = 20_000_000;
    private static final double PEAK = 0.9;

    /// Some runs in a row, `end` nanoseconds after the start.
    private record Slice(long end, double perNano) {}

    /// Whether `what` is the row of a program of fewer than 500 instructions.
    static boolean isSmall(String what) {
        return what.startsWith(WHAT)
                && LARGE.stream()
                        .map(Catalogue::named)
                        .noneMatch(large -> what.endsWith(large.title()));
    }

    List<Costs.Row> measure(String name) throws IOException {
        Benchmark benchmark = Catalogue.named(name);
        JvmHost host = new JvmHost();
        AtomicLong began = new AtomicLong();
        Linked.Loading<JvmProgram> timed =
                program -> {
                    Function<List<BpfMap>, JvmProgram> prepared =
                            mode.loading(host).prepare(program);
                    return maps -> {
                        began.set(System.nanoTime());
                        return prepared.apply(maps);
                    };
                };
        Linked.Loaded<JvmProgram> loaded = Linked.read(root, benchmark).into(host, timed);
        try (JvmSession session = new JvmSession(host, loaded, benchmark.packet())) {
            return List.of(
                    new Costs.Row(
                            WHAT + benchmark.title(),
                            mode.kind().title(),
                            reached(run(session, began.get())) / 1e6,
                            "ms"));
        }
    }

    private static List<Slice> run(JvmSession session, long start) {
        List<Slice> slices = new ArrayList<>();
        int times = 1;
        long now = System.nanoTime();
        while (now - start < WHOLE) {
            long began = now;
            session.nanos(times);
            now = System.nanoTime();
            long took = Math.max(1, now - began);
            slices.add(new Slice(now - start, (double) times / took));
            times = (int) Math.clamp(times * (double) SLICE / took, 1, times * 2.0);
        }
        return slices;
    }

    /// When the mean speed of a window first came close to that at the end.
    private static long reached(List<Slice> slices) {
        double finalSpeed =
                Sample.of(
                                slices.stream()
                                        .filter(slice -> slice.end > WHOLE - FINAL)
                                        .mapToDouble(Slice::perNano))
                        .median();
        for (int from = 0; from < slices.size(); from++) {
            long begin = from == 0 ? 0 : slices.get(from - 1).end;
            double sum = 0;
            int count = 0;
            for (int i = from; i < slices.size() && slices.get(i).end - begin <= WINDOW; i++) {
                sum += slices.get(i).perNano;
                count++;
            }
            if (count > 0 && sum / count >= PEAK * finalSpeed) {
                return begin;
            }
        }
        return WHOLE;
    }
}
