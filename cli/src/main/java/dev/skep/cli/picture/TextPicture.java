package dev.skep.cli.picture;

import dev.skep.grid.Grid;
import java.util.ArrayList;
import java.util.List;

/// A grid as lines of text. Bits are half blocks, two rows to a line. Numbers are half blocks in
/// two colours where there are colours, else one character each, the darker the larger.
public final class TextPicture {
    private static final String HALVES = " ▄▀█";
    private static final String RAMP = " ░▒▓█";
    private static final String RESET = "\u001b[0m";

    private TextPicture() {}

    /// Whether a terminal shows colours.
    public enum Colours {
        /// Text only.
        NONE,
        /// 24 bits, by escape sequences.
        MANY
    }

    /// How many lines [#of] makes of so many rows.
    public static int lines(Grid grid, Colours colours) {
        return grid.bits() || colours == Colours.MANY ? Math.ceilDiv(grid.rows(), 2) : grid.rows();
    }

    /// The lines, as wide as the grid has columns.
    public static List<String> of(Grid grid, Colours colours) {
        if (grid.bits()) {
            return halves(grid);
        }
        return switch (colours) {
            case NONE -> ramp(grid);
            case MANY -> coloured(grid);
        };
    }

    private static List<String> halves(Grid grid) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row += 2) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < grid.columns(); column++) {
                boolean below = row + 1 < grid.rows() && grid.cell(row + 1, column) != 0;
                int which = (grid.cell(row, column) == 0 ? 0 : 2) + (below ? 1 : 0);
                line.append(HALVES.charAt(which));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static List<String> ramp(Grid grid) {
        Shades shades = Shades.of(grid);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < grid.columns(); column++) {
                int shade = shades.of(grid.cell(row, column));
                line.append(RAMP.charAt(Math.ceilDiv(shade * (RAMP.length() - 1), 16)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static List<String> coloured(Grid grid) {
        Shades shades = Shades.of(grid);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < grid.rows(); row += 2) {
            StringBuilder line = new StringBuilder();
            int shown = -1;
            for (int column = 0; column < grid.columns(); column++) {
                int above = shades.of(grid.cell(row, column));
                int below = row + 1 < grid.rows() ? shades.of(grid.cell(row + 1, column)) : 0;
                if (shown != above * Shades.COUNT + below) {
                    shown = above * Shades.COUNT + below;
                    line.append(escape(38, shades.colour(above)))
                            .append(escape(48, shades.colour(below)));
                }
                line.append('▀');
            }
            lines.add(line.append(RESET).toString());
        }
        return lines;
    }

    private static String escape(int ground, int colour) {
        return "\u001b[%d;2;%d;%d;%dm"
                .formatted(ground, colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF);
    }
}
