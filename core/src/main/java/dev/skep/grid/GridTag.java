package dev.skep.grid;

import java.util.Optional;

/// What a tag says of a grid: `grid:bits,plane=current,rows=rows,columns=columns`.
///
/// @param text the tag as it stands in the source
/// @param bits whether each bit is a cell
/// @param plane the member that says which of several grids is meant
/// @param rows the member that says how many rows are in use
/// @param columns the member that says how many columns are in use
record GridTag(
        String text,
        boolean bits,
        Optional<String> plane,
        Optional<String> rows,
        Optional<String> columns) {
    static final String NAME = "grid";

    /// An array without a tag.
    static final GridTag NONE =
            new GridTag("", false, Optional.empty(), Optional.empty(), Optional.empty());

    /// Whether a tag is one of grids.
    static boolean matches(String text) {
        return text.equals(NAME) || text.startsWith(NAME + ":");
    }

    /// What the tag says; empty if it says something that is not known.
    static Optional<GridTag> of(String text) {
        GridTag tag = new GridTag(text, NONE.bits, NONE.plane, NONE.rows, NONE.columns);
        if (text.equals(NAME)) {
            return Optional.of(tag);
        }
        for (String word : text.substring(NAME.length() + 1).split(",", -1)) {
            Optional<GridTag> next = tag.with(word.strip());
            if (next.isEmpty()) {
                return next;
            }
            tag = next.get();
        }
        return Optional.of(tag);
    }

    private Optional<GridTag> with(String word) {
        int equals = word.indexOf('=');
        Optional<String> member = Optional.of(word.substring(equals + 1)).filter(m -> !m.isEmpty());
        if (member.isEmpty()) {
            return Optional.empty();
        }
        return switch (word.substring(0, equals + 1)) {
            case "" ->
                    word.equals("bits")
                            ? Optional.of(new GridTag(text, true, plane, rows, columns))
                            : Optional.empty();
            case "plane=" -> Optional.of(new GridTag(text, bits, member, rows, columns));
            case "rows=" -> Optional.of(new GridTag(text, bits, plane, member, columns));
            case "columns=" -> Optional.of(new GridTag(text, bits, plane, rows, member));
            default -> Optional.empty();
        };
    }
}
