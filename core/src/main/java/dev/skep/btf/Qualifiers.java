package dev.skep.btf;

import java.util.LinkedHashSet;
import java.util.Set;

/// The qualifiers met on the way from a declared name to the type that they belong to.
final class Qualifiers {
    private final Set<String> words = new LinkedHashSet<>();

    /// Notes a qualifier and goes on to the type behind it.
    int add(String word, BtfType.Modifier type) {
        words.add(word);
        return type.target();
    }

    /// The qualifiers of a pointer, as they follow its star; forgets them.
    String takeAsSuffix(boolean more) {
        String text = String.join(" ", words) + (more && !words.isEmpty() ? " " : "");
        words.clear();
        return text;
    }

    /// A type with its qualifiers around it. `restrict` is for pointers only.
    String around(String type) {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (String word : words) {
            if (word.startsWith("__attribute__")) {
                after.append(' ').append(word);
            } else if (!word.equals("restrict")) {
                before.append(word).append(' ');
            }
        }
        return before + type + after;
    }

    /// Forgets them.
    void drop() {
        words.clear();
    }
}
