package dev.skep.cli;

import dev.skep.grid.Grid;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How large a board is. Columns come 64 to a word; how many there can be is the object's business.
record LifeSize(int rows, int columns) {
    private static final int WORD = 64;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:x(\\d{1,6}))?");

    /// The smallest square board with a margin around a pattern; empty sizes are one word.
    static LifeSize around(Grid pattern) {
        int side = Math.max(pattern.rows(), pattern.columns()) + WORD / 4;
        int rounded = Math.ceilDiv(side, WORD) * WORD;
        return new LifeSize(rounded, rounded);
    }

    /// The largest board that a terminal shows cell by cell, two lines left for words; more where a
    /// pattern needs it.
    static LifeSize filling(Keyboard.Size terminal, Optional<? extends Grid> pattern) {
        int columns = terminal.columns() / WORD * WORD;
        int rows = 2 * (terminal.rows() - 2);
        LifeSize needed = pattern.map(LifeSize::around).orElse(new LifeSize(2, WORD));
        boolean fits =
                pattern.isEmpty()
                        || pattern.get().rows() <= rows && pattern.get().columns() <= columns;
        return fits ? new LifeSize(Math.max(rows, 2), Math.max(columns, WORD)) : needed;
    }

    boolean fitsInto(LifeSize other) {
        return rows <= other.rows && columns <= other.columns;
    }

    @Override
    public String toString() {
        return columns + "x" + rows;
    }

    /// Reads `128` and `128x64`: columns, and rows if they are not as many.
    static final class Converter implements ITypeConverter<LifeSize> {
        @Override
        public LifeSize convert(String text) {
            Matcher size = TEXT.matcher(text);
            if (!size.matches()) {
                throw new TypeConversionException(
                        "'%s' is not a size such as 128 or 128x64".formatted(text));
            }
            int columns = Integer.parseInt(size.group(1));
            int rows = size.group(2) == null ? columns : Integer.parseInt(size.group(2));
            if (columns == 0 || columns % WORD != 0) {
                throw new TypeConversionException(
                        "%d columns: multiples of %d are allowed".formatted(columns, WORD));
            }
            if (rows == 0) {
                throw new TypeConversionException("a board has one row at least");
            }
            return new LifeSize(rows, columns);
        }
    }
}
