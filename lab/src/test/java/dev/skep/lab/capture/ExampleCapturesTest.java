package dev.skep.lab.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleCapturesTest {
    private static final Path COMMITTED =
            Path.of("").toAbsolutePath().getParent().resolve("examples/packets");

    @TempDir Path folder;

    @Test
    void theCommittedCapturesAreWhatTheGeneratorWrites() throws IOException {
        ExampleCaptures.writeAll(folder);
        List<Path> written = files(folder);
        assertEquals(
                written.stream().map(Path::getFileName).toList(),
                files(COMMITTED).stream().map(Path::getFileName).toList());
        for (Path file : written) {
            byte[] committed = Files.readAllBytes(COMMITTED.resolve(file.getFileName()));
            assertArrayEquals(Files.readAllBytes(file), committed, file.toString());
        }
    }

    @Test
    void tsharkReadsTheCommittedCaptures() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        for (Path file : files(COMMITTED)) {
            Process process =
                    new ProcessBuilder(
                                    "tshark",
                                    "-r",
                                    file.toString(),
                                    "-T",
                                    "fields",
                                    "-e",
                                    "frame.number")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), file.toString());
            assertFalse(output.isBlank(), file.toString());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
