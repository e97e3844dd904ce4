package dev.skep.grid;

import java.util.Arrays;
import java.util.Objects;

/// A grid in memory.
record Numbers(int rows, int columns, long[] cells) implements Grid {
    @Override
    public long cell(int row, int column) {
        Objects.checkIndex(row, rows);
        return cells[row * columns + Objects.checkIndex(column, columns)];
    }

    @Override
    public boolean bits() {
        return false;
    }

    /// The sum of two grids; where one is smaller, it has zeroes.
    static Numbers sum(Grid one, Grid other) {
        int rows = Math.max(one.rows(), other.rows());
        int columns = Math.max(one.columns(), other.columns());
        long[] cells = new long[Math.multiplyExact(rows, columns)];
        for (Grid grid : new Grid[] {one, other}) {
            for (int row = 0; row < grid.rows(); row++) {
                for (int column = 0; column < grid.columns(); column++) {
                    cells[row * columns + column] += grid.cell(row, column);
                }
            }
        }
        return new Numbers(rows, columns, cells);
    }

    /// A grid of the sums of squares.
    static Numbers sums(Grid grid, int side) {
        int rows = Math.ceilDiv(grid.rows(), side);
        int columns = Math.ceilDiv(grid.columns(), side);
        long[] cells = new long[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++) {
                cells[row / side * columns + column / side] += grid.cell(row, column);
            }
        }
        return new Numbers(rows, columns, cells);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Numbers(int r, int c, long[] numbers)
                && r == rows
                && c == columns
                && Arrays.equals(numbers, cells);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cells);
    }

    @Override
    public String toString() {
        return "a grid of %d rows and %d columns".formatted(rows, columns);
    }
}
