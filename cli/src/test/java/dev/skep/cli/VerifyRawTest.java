package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyRawTest {
    private static final String LOAD =
            "\"load\":{\"prog_type_name\":\"BPF_PROG_TYPE_XDP\",\"insns\":\"%s\"}";

    /// `r0 = 2; exit`.
    private static final String PASS = "b7000000020000009500000000000000";

    /// An opcode that no instruction has.
    private static final String NONSENSE = "ff000000000000009500000000000000";

    @TempDir Path folder;

    private static String line(String name, String code) {
        return "{\"name\":\"" + name + "\"," + LOAD.formatted(code) + "}\n";
    }

    private CommandLineRun verify(String text, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("programs.jsonl"), text);
        List<String> args = new ArrayList<>(List.of("verify", "--raw", file.toString()));
        args.addAll(List.of(more));
        return CommandLineRun.of(args.toArray(String[]::new));
    }

    @Test
    void everyLineHasAVerdictInItsPlace() throws IOException {
        String text =
                IntStream.range(0, 300)
                        .mapToObj(i -> line("p" + i, PASS))
                        .collect(Collectors.joining());
        List<String> lines = verify(text, "--json").out().lines().toList();
        assertEquals(300, lines.size());
        for (int i = 0; i < 300; i++) {
            assertTrue(lines.get(i).contains("\"name\":\"p" + i + "\""), lines.get(i));
        }
    }

    @Test
    void aBrokenLineDoesNotStopTheOthers() throws IOException {
        CommandLineRun run = verify("{ no json\n\n{\"load\":{}}\n" + line("last", PASS), "--json");
        List<String> lines = run.out().lines().toList();
        assertEquals(3, lines.size(), run.out());
        assertTrue(lines.get(0).contains("\"name\":\"line 1\""), lines.get(0));
        assertTrue(lines.get(0).contains("\"error\":\""), lines.get(0));
        assertTrue(lines.get(1).contains("\"name\":\"line 3\""), lines.get(1));
        assertTrue(lines.get(2).contains("\"name\":\"last\""), lines.get(2));
    }

    @Test
    void whatIsNoInstructionIsRejected() throws IOException {
        CommandLineRun run = verify(line("bad", NONSENSE), "--json");
        assertEquals(ExitCode.REJECTED, run.code(), run.out());
        assertTrue(run.out().contains("\"verdict\":\"rejected\",\"code\":\"I0"), run.out());
    }

    @Test
    void programsAreChosenByName() throws IOException {
        CommandLineRun run =
                verify(line("one", PASS) + line("two", PASS), "--json", "--prog", "two");
        assertEquals(1, run.out().lines().count(), run.out());
    }

    @Test
    void aMissingFileIsAnInputError() {
        CommandLineRun run = CommandLineRun.of("verify", "--raw", folder + "/none.jsonl");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.out().contains("U002: no such file: "), run.out());
    }

    @Test
    void withoutFilesItIsAUsageError() {
        assertEquals(ExitCode.USAGE, CommandLineRun.of("verify").code());
    }
}
