package dev.skep.cli;

import java.util.ArrayList;
import java.util.List;

/// Text in lines that fit a terminal.
final class Paragraph {
    private static final int WIDTH = 80;

    private Paragraph() {}

    /// The words of `text` in as few lines as they need.
    static List<String> lines(String text) {
        return lines(text, "", "");
    }

    /// The same with `first` before the first line and `others` before those that follow.
    static List<String> lines(String text, String first, String others) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.strip().split("\\s+")) {
            if (!empty && line.length() + word.length() >= WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(others);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
