package dev.skep.diag;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What somebody perhaps meant.
public final class Suggestions {
    private static final int MOST = 3;

    private Suggestions() {}

    /// The names nearest to `wanted`, nearest first, at most three: those that contain it, and
    /// those that few changes turn into it.
    public static List<String> of(String wanted, Collection<String> names) {
        return names.stream()
                .distinct()
                .filter(name -> nearness(wanted, name) <= Math.max(2, wanted.length() / 3))
                .sorted(
                        Comparator.comparingInt((String name) -> nearness(wanted, name))
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static int nearness(String wanted, String name) {
        boolean part = !wanted.isEmpty() && name.contains(wanted);
        return part ? 0 : distance(wanted, name);
    }

    /// How many characters must be added, removed or replaced to turn one name into the other.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
