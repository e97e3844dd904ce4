package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.life.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/// What a terminal gets to show a grid.
class ScreenTest {
    private static final Pattern GUN = Pattern.named("gun").orElseThrow();

    private static String drawn(Pattern grid, Keyboard.Size size, Ansi ansi, String note) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        Console console = new Console(out, out, Help.defaultColorScheme(ansi));
        try (Screen screen = new Screen(console)) {
            screen.draw(grid, size, List.of(note, "keys"));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /// The lines of a frame without what steers the terminal.
    private static List<String> lines(String drawn) {
        return drawn.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").lines().toList();
    }

    @Test
    void whatWasThereBeforeComesBack() {
        String drawn = drawn(GUN, Keyboard.Size.USUAL, Ansi.OFF, "note");
        assertTrue(drawn.startsWith("\u001b[?1049h"), drawn);
        assertTrue(drawn.endsWith("\u001b[?25h\u001b[?1049l"), drawn);
    }

    @Test
    void whatFitsIsShownCellByCell() {
        List<String> lines = lines(drawn(GUN, new Keyboard.Size(7, 36), Ansi.ON, "note"));
        assertEquals(7, lines.size());
        assertTrue(lines.getFirst().strip().equals("▄ █"), lines.getFirst());
        assertEquals("note", lines.get(5));
    }

    @ParameterizedTest
    @EnumSource(names = {"ON", "OFF"})
    void whatDoesNotFitIsShownSmaller(Ansi ansi) {
        for (Keyboard.Size size :
                List.of(
                        new Keyboard.Size(24, 80),
                        new Keyboard.Size(6, 36),
                        new Keyboard.Size(2, 1),
                        new Keyboard.Size(1, 7))) {
            List<String> lines = lines(drawn(GUN.centred(300, 500), size, ansi, "a long note"));
            assertTrue(lines.size() <= Math.max(3, size.rows()), size + " " + lines.size());
            assertTrue(lines.stream().allMatch(l -> l.length() <= size.columns()), "" + size);
        }
    }

    @Test
    void namesSteerNothing() {
        String drawn = drawn(GUN, Keyboard.Size.USUAL, Ansi.ON, "bad\u001b[2Jname");
        assertFalse(drawn.contains("bad\u001b"), drawn);
        assertTrue(drawn.contains("bad\\u001b[2Jname"), drawn);
    }
}
