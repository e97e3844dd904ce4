package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The help texts, word for word. `-Dskep.golden=rewrite` writes them anew.
class HelpTextsTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/dev/skep/cli/help").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "verify",
                "explain",
                "inspect",
                "disasm",
                "asm",
                "btf",
                "btf list",
                "btf dump",
                "attach",
                "detach",
                "prog",
                "prog list",
                "prog show",
                "prog dump",
                "prog pin",
                "prog unpin",
                "map",
                "map list",
                "map show",
                "map get",
                "map delete",
                "map pin",
                "map unpin",
                "map dump",
                "map grid",
                "map set",
                "link",
                "link list",
                "link show",
                "link pin",
                "link unpin",
                "probe",
                "doctor",
                "trace-pipe",
                "life",
                "conformance",
                "help"
            })
    void helpIsWhatWasAgreed(String command) throws IOException {
        String[] args = (command + " --help").strip().split(" ");
        String text = CommandLineRun.of(args).out();
        Path golden =
                FOLDER.resolve((command.isEmpty() ? "skep" : command.replace(' ', '-')) + ".txt");
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "explain", "cgroup_inet4_connect", "sched_cls", "V000"})
    void shellsProposeWhatThereIs(String word) {
        assertTrue(CommandLineRun.of("generate-completion").out().contains(word));
    }

    @Test
    void theListOfCommandsIsWhatWasAgreed() throws IOException {
        helpIsWhatWasAgreed("");
    }
}
