package dev.skep.cli;

import dev.skep.grid.Grid;
import java.util.Locale;

/// Grids in words.
final class GridText {
    private GridText() {}

    /// `a grid of 64 rows and 64 columns, 36 alive`, or how large the numbers are.
    static String summary(Grid grid) {
        return String.format(
                Locale.ROOT,
                grid.bits()
                        ? "a grid of %,d rows and %,d columns, %,d set"
                        : "a grid of %,d rows and %,d columns, %,d not zero, %,d the largest",
                grid.rows(),
                grid.columns(),
                grid.population(),
                grid.bits() ? 0 : grid.largest());
    }
}
