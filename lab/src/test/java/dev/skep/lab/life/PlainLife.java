package dev.skep.lab.life;

import dev.skep.grid.Grid;

/// The Game of Life as its rules are told, cell by cell, on a torus.
final class PlainLife {
    private boolean[][] alive;

    PlainLife(Grid start) {
        alive = new boolean[start.rows()][start.columns()];
        for (int row = 0; row < start.rows(); row++) {
            for (int column = 0; column < start.columns(); column++) {
                alive[row][column] = start.cell(row, column) != 0;
            }
        }
    }

    void step() {
        boolean[][] next = new boolean[alive.length][alive[0].length];
        for (int row = 0; row < alive.length; row++) {
            for (int column = 0; column < alive[0].length; column++) {
                int neighbours = neighbours(row, column);
                next[row][column] = neighbours == 3 || neighbours == 2 && alive[row][column];
            }
        }
        alive = next;
    }

    private int neighbours(int row, int column) {
        int count = 0;
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                boolean self = down == 0 && right == 0;
                count += !self && at(row + down, column + right) ? 1 : 0;
            }
        }
        return count;
    }

    private boolean at(int row, int column) {
        return alive[Math.floorMod(row, alive.length)][Math.floorMod(column, alive[0].length)];
    }

    /// Where the board differs from `other`, in words; empty where it does not.
    String difference(Grid other) {
        if (other.rows() != alive.length || other.columns() != alive[0].length) {
            return "%d x %d cells".formatted(other.columns(), other.rows());
        }
        for (int row = 0; row < alive.length; row++) {
            for (int column = 0; column < alive[0].length; column++) {
                if (alive[row][column] != (other.cell(row, column) != 0)) {
                    return "row %d, column %d is %s"
                            .formatted(row, column, alive[row][column] ? "dead" : "alive");
                }
            }
        }
        return "";
    }

    int population() {
        int count = 0;
        for (boolean[] row : alive) {
            for (boolean cell : row) {
                count += cell ? 1 : 0;
            }
        }
        return count;
    }
}
