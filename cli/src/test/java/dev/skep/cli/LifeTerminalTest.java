package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `skep life` in a terminal, which `script` of util-linux provides; skipped where there is none.
class LifeTerminalTest {
    private static final String OBJECT =
            Path.of("").toAbsolutePath().getParent().resolve("examples/life/life.bpf.o").toString();

    @TempDir Path folder;

    @Test
    void keysPauseStepAndQuit() throws Exception {
        try (Terminal terminal = open("--speed", "1000")) {
            terminal.await("▶  generation [1-9]");
            terminal.press(" ");
            long paused = Long.parseLong(terminal.await("⏸  generation (\\d+) ").group(1));
            terminal.press("s");
            terminal.await("⏸  generation " + (paused + 1) + " ");
            terminal.press("n");
            terminal.await("⏸  generation 0  population 48  paused  pulsar");
            terminal.press("q");
            assertEquals("0", terminal.exitCode());
        }
    }

    @Test
    void theInterruptKeyLeavesTheTerminalAsItWas() throws Exception {
        try (Terminal terminal = open()) {
            terminal.await("▶  generation [1-9]");
            terminal.press("\u0003");
            // 128 and the number of the signal.
            assertEquals("130", terminal.exitCode());
        }
    }

    private Terminal open(String... args) throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script"))
                        && new File("/bin/stty").canExecute(),
                "script or stty is missing");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path =
                System.getProperty("java.class.path")
                        + File.pathSeparator
                        + System.getProperty("jdk.module.path", "");
        Path shell = folder.resolve("in-terminal");
        Files.writeString(
                shell,
                """
                trap : INT
                cd '%s'
                stty rows 24 cols 80
                stty -g > before
                '%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' \
                  dev.skep.cli.Main life --pattern gun --object '%s' %s
                echo $? > code
                stty -g > after
                """
                        .formatted(folder, java, path, OBJECT, String.join(" ", args)));
        return new Terminal(
                new ProcessBuilder("/usr/bin/script", "-qfc", "sh " + shell, "/dev/null")
                        .redirectErrorStream(true)
                        .start());
    }

    /// What runs in a terminal of its own.
    private final class Terminal implements AutoCloseable {
        private final Process process;
        private final Reader out;
        private final StringBuilder shown = new StringBuilder();

        Terminal(Process process) {
            this.process = process;
            this.out = process.inputReader(StandardCharsets.UTF_8);
        }

        void press(String keys) throws IOException {
            OutputStream in = process.getOutputStream();
            in.write(keys.getBytes(StandardCharsets.US_ASCII));
            in.flush();
        }

        /// Reads on until something like `pattern` was shown after what was waited for before.
        Matcher await(String pattern) throws IOException {
            Pattern wanted = Pattern.compile(pattern);
            char[] text = new char[1 << 16];
            while (true) {
                Matcher found = wanted.matcher(shown.toString());
                if (found.find()) {
                    shown.delete(0, found.end());
                    return found;
                }
                int count = out.read(text);
                assertTrue(count >= 0, () -> "it ended with: " + shown);
                shown.append(text, 0, count);
            }
        }

        String exitCode() throws Exception {
            out.transferTo(Writer.nullWriter());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(
                    Files.readString(folder.resolve("before")),
                    Files.readString(folder.resolve("after")));
            return Files.readString(folder.resolve("code")).strip();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
