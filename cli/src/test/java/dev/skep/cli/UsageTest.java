package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class UsageTest {
    @TempDir Path folder;

    @Test
    void versionNamesTheProductAndIsNotTheBuildsPlaceholder() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().matches("skep \\d+\\.\\d+\\.\\d+.*\\R"), run.out());
    }

    @Test
    void helpListsCommandsAndExitCodes() {
        String help = CommandLineRun.of("--help").out();
        assertTrue(help.contains("inspect"), help);
        assertTrue(help.contains("3    the input cannot be read"), help);
    }

    @Test
    void aMisspeltCommandIsAUsageErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("inspct");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("skep inspect"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void aMisspeltOptionIsAUsageErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("inspect", "--jsno", "x.o");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("--json"), run.err());
    }

    @Test
    void aMissingFileIsAnInputError() {
        CommandLineRun run = CommandLineRun.of("inspect", folder.resolve("none.o").toString());
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().startsWith("U002: no such file: "), run.err());
    }

    @Test
    void aFolderIsAnInputError() {
        CommandLineRun run = CommandLineRun.of("inspect", folder.toString());
        assertEquals(ExitCode.INPUT, run.code());
        assertEquals("U002: is a folder: " + folder + "\n", run.err());
    }

    @Test
    void aFileThatIsNoObjectIsNamedInTheDiagnostic() throws Exception {
        Path file =
                Files.writeString(folder.resolve("text.o"), "hello, world: not an object at all");
        CommandLineRun run = CommandLineRun.of("disasm", file.toString());
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().contains("at " + file), run.err());
        assertEquals("", run.out());
    }

    @Test
    void commandsAreFoundUnderTheNamesThatTheyHave() {
        Commands.all()
                .forEach(
                        (name, type) ->
                                assertEquals(
                                        name,
                                        type.getAnnotation(CommandLine.Command.class).name()));
    }
}
