package dev.skep.lab.bench.program;

import dev.skep.lab.bench.program.Runner.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Whether all runners do the same. What differs from the interpreter is wrong; without it, what
/// differs from the first.
final class Agreement {
    private static final int RUNS = 5;

    private Agreement() {}

    /// What a runner did.
    private record Deeds(List<Integer> results, List<byte[]> values) {
        static Deeds of(Benchmark benchmark, Session session) throws IOException {
            List<Integer> results = new ArrayList<>();
            for (int i = 0; i < RUNS; i++) {
                results.add(session.run());
            }
            List<byte[]> values = new ArrayList<>();
            for (Benchmark.Cell cell : benchmark.observed()) {
                values.add(session.value(cell));
            }
            return new Deeds(results, values);
        }
    }

    /// Runs the program a few times everywhere and compares results and maps.
    ///
    /// @param sessions none of which has run yet
    /// @return a line for each that differs
    static Map<Kind, String> differences(Benchmark benchmark, Map<Kind, Session> sessions)
            throws IOException {
        Map<Kind, String> found = new EnumMap<>(Kind.class);
        if (sessions.isEmpty()) {
            return found;
        }
        Kind judge =
                sessions.containsKey(Kind.INTERPRETER)
                        ? Kind.INTERPRETER
                        : sessions.keySet().iterator().next();
        Deeds right = Deeds.of(benchmark, sessions.get(judge));
        for (Map.Entry<Kind, Session> entry : sessions.entrySet()) {
            if (entry.getKey() != judge) {
                Deeds deeds = Deeds.of(benchmark, entry.getValue());
                String difference = difference(benchmark, judge, right, deeds);
                if (!difference.isEmpty()) {
                    found.put(entry.getKey(), difference);
                }
            }
        }
        return found;
    }

    private static String difference(Benchmark benchmark, Kind judge, Deeds right, Deeds deeds) {
        if (!right.results.equals(deeds.results)) {
            return "its runs gave %s, the %s's %s"
                    .formatted(deeds.results, judge.title(), right.results);
        }
        for (int i = 0; i < right.values.size(); i++) {
            if (!Arrays.equals(right.values.get(i), deeds.values.get(i))) {
                Benchmark.Cell cell = benchmark.observed().get(i);
                return "%s[%s] holds %s, the %s's %s"
                        .formatted(
                                cell.map(),
                                HexFormat.of().formatHex(cell.key()),
                                shortened(deeds.values.get(i)),
                                judge.title(),
                                shortened(right.values.get(i)));
            }
        }
        return "";
    }

    private static String shortened(byte[] value) {
        String digits = HexFormat.of().formatHex(value);
        return digits.length() <= 64 ? digits : digits.substring(0, 64) + "...";
    }
}
