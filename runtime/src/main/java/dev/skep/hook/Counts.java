package dev.skep.hook;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// How often each number came: those that verdicts have stand in an array, others in a map.
final class Counts {
    private static final int LEAST = -1;

    private final long[] usual = new long[16];
    private final Map<Integer, Long> others = new HashMap<>();

    void count(int number) {
        int index = number - LEAST;
        if (index >= 0 && index < usual.length) {
            usual[index]++;
        } else {
            others.merge(number, 1L, Long::sum);
        }
    }

    /// Adds what was counted to `sums`, by name.
    void addTo(Map<String, Long> sums, IntFunction<String> names) {
        for (int i = 0; i < usual.length; i++) {
            if (usual[i] > 0) {
                sums.merge(names.apply(i + LEAST), usual[i], Long::sum);
            }
        }
        others.forEach((number, count) -> sums.merge(names.apply(number), count, Long::sum));
    }
}
