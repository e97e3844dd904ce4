package dev.skep.cli;

import dev.skep.cli.picture.TextPicture;
import dev.skep.grid.Grid;
import java.io.PrintStream;
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
        console.out().print(ENTER);
    }

    /// Draws a grid, made smaller until it fits, and `notes` below it.
    void draw(Grid grid, Keyboard.Size size, List<String> notes) {
        int room = Math.max(1, size.rows() - notes.size());
        int by = 1;
        Grid shown = grid;
        while (shown.columns() > size.columns() || TextPicture.lines(shown, console.gridColours()) > room) {
            by++;
            shown = grid.shrunk(by);
        }
        StringBuilder frame = new StringBuilder(HOME);
        for (String line : TextPicture.of(shown, console.gridColours())) {
            frame.append(line).append(REST_OF_LINE).append("\r\n");
        }
        for (int i = 0; i < notes.size(); i++) {
            String note = notes.get(i);
            frame.append(note, 0, Math.min(note.length(), size.columns())).append(REST_OF_LINE);
            frame.append(i + 1 < notes.size() ? "\r\n" : REST_OF_SCREEN);
        }
        PrintStream out = console.out();
        out.print(frame);
        out.flush();
    }

    private void leave() {
        console.out().print(LEAVE);
        console.out().flush();
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
