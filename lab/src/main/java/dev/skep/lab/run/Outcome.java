package dev.skep.lab.run;

import java.util.List;
import java.util.Optional;

/// What came of a trial in one engine: a line for every fact. Equal runs have equal lines.
public record Outcome(List<String> lines) {
    /// Makes it immutable.
    public Outcome {
        lines = List.copyOf(lines);
    }

    /// The first fact that the two do not share, in words; empty if they are equal.
    public Optional<String> difference(Outcome other) {
        int common = Math.min(lines.size(), other.lines.size());
        for (int i = 0; i < common; i++) {
            if (!lines.get(i).equals(other.lines.get(i))) {
                return Optional.of(words(lines.get(i), other.lines.get(i)));
            }
        }
        if (lines.size() == other.lines.size()) {
            return Optional.empty();
        }
        return Optional.of(
                lines.size() > common
                        ? words(lines.get(common), "nothing")
                        : words("nothing", other.lines.get(common)));
    }

    private static String words(String one, String other) {
        return one + "\n  against " + other;
    }
}
