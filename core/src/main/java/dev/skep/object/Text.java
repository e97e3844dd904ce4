package dev.skep.object;

import dev.skep.diag.Suggestions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Words for diagnostics.
final class Text {
    private static final int MOST_NAMES = 5;

    private Text() {}

    /// What `wanted` was perhaps meant to be; `none` if there are no names at all.
    static String suggest(String wanted, Collection<String> names, String none) {
        List<String> near = Suggestions.of(wanted, names);
        if (!near.isEmpty()) {
            return "did you mean " + String.join(", ", near) + "?";
        }
        return names.isEmpty() ? none : "there are " + first(names);
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
