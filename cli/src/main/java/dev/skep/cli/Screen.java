package dev.skep.cli;

import dev.skep.cli.picture.TextPicture;
import dev.skep.cli.picture.TextPicture.Colours;
import dev.skep.grid.Grid;
import java.util.List;

/// A terminal as a screen of its own: one grid and lines about it, drawn over and over in the same
/// place. Leaving it shows what was there before.
final class Screen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final Console console;
    private final Thread leaving = new Thread(this::leave);

    Screen(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(leaving);
        console.steer(ENTER);
    }

    /// Draws a grid, made smaller until it fits, and `notes` below it.
    void draw(Grid grid, Keyboard.Size size, List<String> notes) {
        Grid shown = shrunk(grid, size.columns(), Math.max(1, size.rows() - notes.size()));
        StringBuilder frame = new StringBuilder(HOME);
        for (String line : TextPicture.of(shown, console.gridColours())) {
            frame.append(line).append(REST_OF_LINE).append("\r\n");
        }
        for (int i = 0; i < notes.size(); i++) {
            // Names of maps come from elsewhere.
            String note = Escapes.ofName(notes.get(i));
            frame.append(note, 0, Math.min(note.length(), size.columns())).append(REST_OF_LINE);
            frame.append(i + 1 < notes.size() ? "\r\n" : REST_OF_SCREEN);
        }
        console.steer(frame.toString());
    }

    /// The grid, or one that is small enough for so many columns and lines.
    private Grid shrunk(Grid grid, int columns, int lines) {
        if (grid.columns() <= columns && TextPicture.lines(grid, console.gridColours()) <= lines) {
            return grid;
        }
        int rows = console.gridColours() == Colours.MANY ? 2 * lines : lines;
        int by = Math.max(Math.ceilDiv(grid.columns(), columns), Math.ceilDiv(grid.rows(), rows));
        // A shrunk grid has shades, which may need more lines than bits.
        return grid.shrunk(Math.max(2, by));
    }

    private void leave() {
        console.steer(LEAVE);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(leaving);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook does it.
            return;
        }
        leave();
    }
}
