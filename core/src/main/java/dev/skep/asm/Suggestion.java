package dev.skep.asm;

import java.util.Arrays;
import java.util.Optional;

/// What somebody who mistyped a name may have meant.
final class Suggestion {
    private Suggestion() {}

    /// A sentence that names the closest of `names`, if one is close; otherwise `otherwise`.
    static String of(String typed, Iterable<String> names, String otherwise) {
        return closest(typed, names).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    private static Optional<String> closest(String typed, Iterable<String> names) {
        String best = null;
        int least = Math.max(1, Math.min(typed.length(), 64) / 4) + 1;
        for (String name : names) {
            if (Math.abs(name.length() - typed.length()) < least) {
                int distance = distance(typed, name);
                if (distance < least
                        || distance == least && best != null && name.compareTo(best) < 0) {
                    least = distance;
                    best = name;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /// How many letters have to be changed, added or left out.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
