package dev.skep.object;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Words for diagnostics.
final class Text {
    private static final int MOST_NAMES = 5;

    private Text() {}

    /// `did you mean a, b?`, the names nearest to `wanted` first; `none` if there are no names.
    static String suggest(String wanted, Collection<String> names, String none) {
        if (names.isEmpty()) {
            return none;
        }
        List<String> near =
                names.stream()
                        .distinct()
                        .sorted(
                                Comparator.comparingInt((String name) -> distance(wanted, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(MOST_NAMES)
                        .toList();
        return "did you mean " + String.join(", ", near) + "?";
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

    /// The first names of a long list, and how many more there are.
    static String first(Collection<String> names) {
        String shown = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = names.size() - MOST_NAMES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /// The characters before the first zero byte.
    static String untilZero(ByteBuffer bytes) {
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }
}
