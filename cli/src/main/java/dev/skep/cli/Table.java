package dev.skep.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of text in columns as wide as their widest cell; cells have no line breaks.
final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] right;

    /// A table with one column for each character of `alignment`: `l` for left, `r` for right.
    Table(String alignment) {
        right = new boolean[alignment.length()];
        for (int i = 0; i < right.length; i++) {
            right[i] = alignment.charAt(i) == 'r';
        }
    }

    /// Adds a row.
    Table row(Object... cells) {
        rows.add(
                Arrays.stream(cells)
                        .map(String::valueOf)
                        .map(Escapes::ofName)
                        .toArray(String[]::new));
        return this;
    }

    /// The rows, each starting with `indent` and without blanks at its end.
    List<String> lines(String indent) {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        return rows.stream().map(row -> (indent + line(row, widths)).stripTrailing()).toList();
    }

    private String line(String[] row, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String pad = " ".repeat(widths[i] - row[i].length());
            text.append(i == 0 ? "" : "  ").append(right[i] ? pad + row[i] : row[i] + pad);
        }
        return text.toString();
    }
}
