package dev.skep.linux.attach;

import java.util.regex.Pattern;

/// A pattern of names: `*` stands for any characters, `?` for one.
public final class NamePattern {
    private final String text;
    private final Pattern pattern;

    private NamePattern(String text) {
        this.text = text;
        this.pattern =
                Pattern.compile(
                        Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
    }

    /// The pattern of that text.
    public static NamePattern of(String text) {
        return new NamePattern(text);
    }

    /// Whether a text is more than a name.
    static boolean isPattern(String text) {
        return text.contains("*") || text.contains("?");
    }

    /// Whether a name fits.
    public boolean fits(String name) {
        return pattern.matcher(name).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
