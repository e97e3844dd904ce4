package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names that steer terminals, from hostile files and from the kernel.
class EscapesTest {
    private static final Path FIREWALL =
            Path.of("").toAbsolutePath().getParent().resolve("examples/firewall/firewall.bpf.o");

    @TempDir Path folder;

    @Test
    void whatSteersATerminalIsShown() {
        assertEquals(
                "a\\u001b[2Jb\\u0007\\u009b\\u202e\n\tc",
                printed("a\u001b[2Jb\u0007\u009b\u202e\n\tc"));
        assertEquals("é ➜ 蜂", printed("é ➜ 蜂"));
    }

    @Test
    void coloursPassAndHiddenTextDoesNot() {
        assertEquals("\u001b[1mx\u001b[0m", printed("\u001b[1mx\u001b[0m"));
        assertEquals("\\u001b[8mx", printed("\u001b[8mx"));
    }

    @Test
    void namesStayOnTheirLine() {
        assertEquals("a\\u000ab\\u0009", Escapes.ofName("a\nb\t"));
    }

    @Test
    void symbolsOfHostileFilesReachNoTerminal() throws IOException {
        String file = hostile().toString();
        for (List<String> command :
                List.of(
                        List.of("inspect", file),
                        List.of("disasm", file),
                        List.of("disasm", "--linked", file),
                        List.of("verify", file),
                        List.of("verify", "--json", file),
                        List.of("btf", "dump", file),
                        List.of("btf", "dump", "--format", "raw", file))) {
            CommandLineRun run = CommandLineRun.of(command.toArray(String[]::new));
            assertFalse((run.out() + run.err()).contains("\u001b"), command.toString());
        }
        CommandLineRun raw = CommandLineRun.of("btf", "dump", "--format", "raw", file);
        assertTrue(raw.out().contains("re\\u001b[2J"), raw.out());
    }

    @Test
    void jsonKeepsTheNames() throws IOException {
        CommandLineRun run = CommandLineRun.of("inspect", "--json", hostile().toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertFalse(run.out().contains("\u001b"));
        assertTrue(Json.parse(run.out()).toString().contains("re\u001b[2J"));
    }

    /// The firewall, with a function whose name clears the screen.
    private Path hostile() throws IOException {
        String bytes =
                new String(Files.readAllBytes(FIREWALL), StandardCharsets.ISO_8859_1)
                        .replace("\0report\0", "\0re\u001b[2J\0");
        return Files.write(
                folder.resolve("hostile.bpf.o"), bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String printed(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = Escapes.over(new PrintStream(out, true, StandardCharsets.UTF_8));
        stream.print(text);
        stream.flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
