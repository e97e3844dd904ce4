package dev.skep.cli.life;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Matcher;

/// Reads patterns in the run-length format in which they are collected: lines with `#` that are
/// left out, a header `x = 3, y = 3, rule = B3/S23`, then runs of `b` (dead), `o` (alive) and `$`
/// (the end of a row), each with a number in front if it is not 1, up to `!`. The source is the
/// description of the format at conwaylife.com.
public final class RleReader {
    private static final int MOST = 1 << 15;

    private static final java.util.regex.Pattern HEADER =
            java.util.regex.Pattern.compile(
                    "\\s*x\\s*=\\s*(\\d{1,6})\\s*,\\s*y\\s*=\\s*(\\d{1,6})\\s*(?:,\\s*rule\\s*=\\s*(\\S+)\\s*)?");

    private final String[] lines;
    private final int rows;
    private final int columns;
    private final BitSet alive = new BitSet();
    private int line;
    private int row;
    private int column;

    /// The number in front of what comes next.
    private int count;

    private RleReader(String[] lines, int header, int rows, int columns) {
        this.lines = lines;
        this.line = header + 1;
        this.rows = rows;
        this.columns = columns;
    }

    /// The pattern that `text` describes.
    ///
    /// @throws MalformedException with [LifeCode#PATTERN] and the line, if it does not
    public static Pattern read(String text) {
        String[] lines = text.split("\\R", -1);
        int at = 0;
        while (at < lines.length && (lines[at].isBlank() || lines[at].startsWith("#"))) {
            at++;
        }
        Matcher header = HEADER.matcher(at < lines.length ? lines[at] : "");
        if (!header.matches()) {
            throw malformed(
                    Math.min(at, lines.length - 1),
                    "there is no header",
                    "start it with x = WIDTH, y = HEIGHT");
        }
        int columns = Integer.parseInt(header.group(1));
        int rows = Integer.parseInt(header.group(2));
        if (columns < 1 || rows < 1 || columns > MOST || rows > MOST) {
            throw malformed(
                    at,
                    "%d x %d cells".formatted(columns, rows),
                    "give it 1 to %d rows and columns".formatted(MOST));
        }
        demandRule(at, header.group(3));
        return new RleReader(lines, at, rows, columns).body();
    }

    private static void demandRule(int line, String rule) {
        String plain = rule == null ? "B3/S23" : rule.toUpperCase(Locale.ROOT).split(":")[0];
        if (!plain.equals("B3/S23") && !plain.equals("23/3")) {
            throw malformed(line, "the rule is " + rule, "only B3/S23 is played here");
        }
    }

    private Pattern body() {
        for (; line < lines.length; line++) {
            if (!lines[line].startsWith("#") && runs(lines[line])) {
                return Pattern.of(rows, columns, alive);
            }
        }
        throw malformed(lines.length - 1, "it has no end", "end it with !");
    }

    /// Whether the pattern ends in this line. A number may be parted from what it counts by spaces
    /// and the end of a line.
    private boolean runs(String text) {
        for (char c : text.toCharArray()) {
            if (c >= '0' && c <= '9') {
                count = Math.min(count * 10 + c - '0', MOST + 1);
            } else if (c == '!') {
                return true;
            } else if (!Character.isWhitespace(c)) {
                run(c, Math.max(count, 1));
                count = 0;
            }
        }
        return false;
    }

    private void run(char what, int times) {
        switch (what) {
            case '$' -> {
                row += times;
                column = 0;
            }
            case 'b', '.' -> column += times;
            case 'o', 'A' -> {
                if (row >= rows || column + times > columns) {
                    throw malformed(
                            line,
                            "a cell at row %d, column %d".formatted(row + 1, column + times),
                            "the header says %d x %d".formatted(columns, rows));
                }
                alive.set(row * columns + column, row * columns + column + times);
                column += times;
            }
            default ->
                    throw malformed(line, "'" + what + "'", "cells are b and o, rows end with $");
        }
        if (row > MOST || column > MOST) {
            throw malformed(line, "it has no end", "end it with !");
        }
    }

    private static MalformedException malformed(int line, String message, String fix) {
        return new MalformedException(
                Diagnostic.of(LifeCode.PATTERN, message)
                        .at(new Place.Named("line " + (line + 1)))
                        .fix(fix));
    }
}
