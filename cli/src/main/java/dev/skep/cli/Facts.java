package dev.skep.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What there is to say about one thing, name by name: the source of its text and of its JSON, so
/// that neither knows more than the other.
final class Facts {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    /// A number, text, truth or list of such, which text shows as it is. `null`, empty texts and
    /// lists are left out of the text.
    Facts with(String name, Object value) {
        return with(name, value, text(value));
    }

    /// A value that text shows in other words, or, if those are empty, not at all.
    Facts with(String name, Object value, String text) {
        return with(name, value, text.isEmpty() ? List.of() : List.of(text));
    }

    /// A value that text shows in several lines.
    Facts with(String name, Object value, List<String> lines) {
        values.put(name, value);
        texts.put(name, lines);
        return this;
    }

    /// For [dev.skep.cli.json.Json].
    Map<String, Object> tree() {
        return values;
    }

    /// For people: a line for each, its name in words.
    List<String> lines() {
        Table table = new Table("ll");
        texts.forEach(
                (name, lines) -> {
                    for (int i = 0; i < lines.size(); i++) {
                        table.row(i == 0 ? words(name) : "", lines.get(i));
                    }
                });
        return table.lines("");
    }

    /// `loadedAt` is printed as `loaded at`.
    private static String words(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "";
            case Boolean truth -> truth ? "yes" : "no";
            case List<?> list -> String.join(", ", list.stream().map(Facts::text).toList());
            case Map<?, ?> members -> {
                List<String> parts = new ArrayList<>();
                members.forEach((name, part) -> parts.add(name + " " + text(part)));
                yield String.join(" ", parts);
            }
            default -> value.toString();
        };
    }
}
