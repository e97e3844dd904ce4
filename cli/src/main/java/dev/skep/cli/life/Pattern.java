package dev.skep.cli.life;

import dev.skep.grid.Grid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Cells that are alive, in a rectangle. Immutable.
public final class Pattern implements Grid {
    /// The patterns that have names.
    public static final List<String> NAMES =
            List.of(
                    "acorn",
                    "blinker",
                    "block",
                    "diehard",
                    "glider",
                    "gun",
                    "pulsar",
                    "r-pentomino",
                    "spaceship");

    private final int rows;
    private final int columns;
    private final BitSet alive;

    private Pattern(int rows, int columns, BitSet alive) {
        this.rows = rows;
        this.columns = columns;
        this.alive = alive;
    }

    /// The pattern of a grid whose cells are alive where they are not 0.
    public static Pattern of(Grid grid) {
        BitSet alive = new BitSet(grid.rows() * grid.columns());
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                alive.set(row * grid.columns() + column, grid.cell(row, column) != 0);
            }
        }
        return new Pattern(grid.rows(), grid.columns(), alive);
    }

    /// The pattern of that name; empty if it has none of [#NAMES].
    public static Optional<Pattern> named(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = Pattern.class.getResourceAsStream(name + ".rle")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Optional.of(RleReader.read(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A rectangle in which every cell is alive with the same probability.
    ///
    /// @param density the probability, from 0 to 1
    public static Pattern random(int rows, int columns, double density, RandomGenerator random) {
        BitSet alive = new BitSet(rows * columns);
        for (int i = 0; i < rows * columns; i++) {
            alive.set(i, random.nextDouble() < density);
        }
        return new Pattern(rows, columns, alive);
    }

    /// Whether it fits into a rectangle.
    public boolean fits(int rows, int columns) {
        return this.rows <= rows && this.columns <= columns;
    }

    /// This pattern in the middle of a rectangle that is dead otherwise.
    ///
    /// @throws IllegalArgumentException if it does not fit
    public Pattern centred(int rows, int columns) {
        if (!fits(rows, columns)) {
            throw new IllegalArgumentException(this + " in " + columns + " x " + rows);
        }
        int top = (rows - this.rows) / 2;
        int left = (columns - this.columns) / 2;
        BitSet moved = new BitSet(rows * columns);
        alive.stream()
                .map(i -> (top + i / this.columns) * columns + left + i % this.columns)
                .forEach(moved::set);
        return new Pattern(rows, columns, moved);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long cell(int row, int column) {
        Objects.checkIndex(row, rows);
        return alive.get(row * columns + Objects.checkIndex(column, columns)) ? 1 : 0;
    }

    @Override
    public boolean bits() {
        return true;
    }

    @Override
    public long population() {
        return alive.cardinality();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pattern that
                && rows == that.rows
                && columns == that.columns
                && alive.equals(that.alive);
    }

    @Override
    public int hashCode() {
        return alive.hashCode();
    }

    /// Its size and its cells, as `.` and `O`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%d x %d\n".formatted(columns, rows));
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                text.append(cell(row, column) == 0 ? '.' : 'O');
            }
            text.append('\n');
        }
        return text.toString();
    }

    static Pattern of(int rows, int columns, BitSet alive) {
        return new Pattern(rows, columns, alive);
    }
}
