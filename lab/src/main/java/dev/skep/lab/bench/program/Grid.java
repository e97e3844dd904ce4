package dev.skep.lab.bench.program;

import java.util.ArrayList;
import java.util.List;

/// A table of text: the first column stands left, the others right.
///
/// @param head the heads of the columns
/// @param rows as many cells each as there are heads
record Grid(List<String> head, List<List<String>> rows) {
    /// Copies its lists.
    ///
    /// @throws IllegalArgumentException if a row has more or fewer cells than there are heads
    Grid {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != head.size()) {
                throw new IllegalArgumentException(row + " under " + head);
            }
        }
    }

    /// Aligned with spaces, two between the columns.
    String text() {
        StringBuilder out = new StringBuilder();
        for (List<String> line : lines()) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < head.size(); column++) {
                text.append(column == 0 ? "" : "  ").append(padded(line.get(column), column));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /// As Markdown has tables, aligned all the same.
    String markdown() {
        StringBuilder out = new StringBuilder();
        List<List<String>> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            out.append('|');
            for (int column = 0; column < head.size(); column++) {
                out.append(' ').append(padded(lines.get(i).get(column), column)).append(" |");
            }
            out.append('\n');
            if (i == 0) {
                out.append('|');
                for (int column = 0; column < head.size(); column++) {
                    String dashes = "-".repeat(width(column) + 1);
                    out.append(column == 0 ? dashes + "-|" : dashes + ":|");
                }
                out.append('\n');
            }
        }
        return out.toString();
    }

    private List<List<String>> lines() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(head);
        lines.addAll(rows);
        return lines;
    }

    private String padded(String cell, int column) {
        String space = " ".repeat(width(column) - cell.length());
        return column == 0 ? cell + space : space + cell;
    }

    private int width(int column) {
        return lines().stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
