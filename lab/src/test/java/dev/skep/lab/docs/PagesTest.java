package dev.skep.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.linux.KernelHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs what the pages show.
class PagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String VETH = "examples/firewall/veth ";

    static List<ConsoleBlock> commands() throws IOException {
        List<ConsoleBlock> found = new ArrayList<>();
        for (Path page : pages()) {
            String name = ROOT.relativize(page).toString();
            found.addAll(ConsoleBlock.of(name, Files.readString(page)));
        }
        return found;
    }

    @Test
    void thePagesShowCommands() throws IOException {
        assertFalse(commands().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void printsWhatThePageShows(ConsoleBlock block) throws IOException, InterruptedException {
        if (block.command().startsWith(VETH)) {
            demandKernel();
        }
        String actual = run(block.command());
        if (!block.matches(actual)) {
            assertEquals(String.join("\n", block.expected()) + "\n", actual, block.toString());
        }
    }

    /// What attaches programs is skipped where the kernel, or a tool that the page uses, is
    /// missing.
    private static void demandKernel() throws IOException, InterruptedException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        assumeTrue(
                succeeds("command -v ip && command -v nsenter && command -v curl"),
                "ip, nsenter or curl is not installed");
        assumeTrue(
                succeeds("unshare -n ip link add v0 type veth"),
                "no network namespace with a veth pair can be made here");
    }

    private static boolean succeeds(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /// Runs a shell command line in the project's root, with `./skep` standing for the classes
    /// under test.
    private static String run(String command) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String skep =
                String.join(
                        " ",
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        "'" + System.getProperty("java.class.path") + "'",
                        "dev.skep.cli.Main");
        Process process =
                new ProcessBuilder("sh", "-c", command.replace("./skep ", skep + " "))
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static List<Path> pages() throws IOException {
        List<Path> found = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> walk = Files.walk(ROOT.resolve(folder))) {
                walk.filter(p -> p.toString().endsWith(".md")).sorted().forEach(found::add);
            }
        }
        return found.stream().filter(Files::exists).toList();
    }
}
