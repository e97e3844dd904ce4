package dev.skep.lab.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One command that a page shows in a `console` block, with the output that it claims.
///
/// @param page the page's path below the project's root
/// @param line the line of the page where the command stands, counted from 1
/// @param command what follows `$ `
/// @param expected the lines up to the next command; `...` alone stands for any lines, `...` within
///   a line for any text
record ConsoleBlock(String page, int line, String command, List<String> expected) {
    /// Every command of `text`.
    static List<ConsoleBlock> of(String page, String text) {
        List<ConsoleBlock> found = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        boolean inside = false;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("```")) {
                inside = lines[i].equals("```console");
            } else if (inside && lines[i].startsWith("$ ")) {
                found.add(new ConsoleBlock(page, i + 1, lines[i].substring(2), new ArrayList<>()));
            } else if (inside && !found.isEmpty()) {
                found.getLast().expected.add(lines[i].stripTrailing());
            }
        }
        return found;
    }

    /// Whether `actual` is what the page shows.
    boolean matches(String actual) {
        StringBuilder pattern = new StringBuilder();
        for (String line : String.join("\n", expected).stripTrailing().split("\n")) {
            if (line.strip().equals("...")) {
                pattern.append("(?:.*\n)*?");
            } else {
                pattern.append(
                        String.join(
                                ".*",
                                Pattern.compile("...", Pattern.LITERAL)
                                        .splitAsStream(line)
                                        .map(Pattern::quote)
                                        .toList()));
                pattern.append(line.endsWith("...") ? ".*" : "").append("\n");
            }
        }
        // A page does not show blank lines at the end.
        String tidy =
                actual.stripTrailing()
                        .lines()
                        .map(l -> l.stripTrailing() + "\n")
                        .reduce("", String::concat);
        return Pattern.matches(pattern.toString(), tidy);
    }

    @Override
    public String toString() {
        return page + ":" + line + " $ " + command;
    }
}
