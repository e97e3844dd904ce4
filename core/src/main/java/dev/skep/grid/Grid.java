package dev.skep.grid;

/// A table of numbers. Immutable, unless its source is not; reading a cell may be costly, so that
/// whoever needs one often keeps it.
public interface Grid {
    /// How many rows there are; at least 1.
    int rows();

    /// How many columns there are; at least 1.
    int columns();

    /// The number in a cell.
    ///
    /// @throws IndexOutOfBoundsException for a cell that is not there
    long cell(int row, int column);

    /// Whether cells are bits: either 0 or 1.
    boolean bits();

    /// How many cells are not zero.
    default long population() {
        long population = 0;
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                population += cell(row, column) == 0 ? 0 : 1;
            }
        }
        return population;
    }

    /// The largest number in a cell.
    default long largest() {
        long largest = Long.MIN_VALUE;
        for (int row = 0; row < rows(); row++) {
            for (int column = 0; column < columns(); column++) {
                largest = Math.max(largest, cell(row, column));
            }
        }
        return largest;
    }

    /// A grid whose cells are the sums of squares of this one's cells; what does not fill a square
    /// at the right and at the bottom counts as a square.
    ///
    /// @param by the side of the squares; 1 for this grid itself
    default Grid shrunk(int by) {
        if (by < 1) {
            throw new IllegalArgumentException("squares of side " + by);
        }
        return by == 1 ? this : Numbers.sums(this, by);
    }
}
