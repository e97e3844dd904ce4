package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.linux.InstalledMap;
import dev.skep.linux.InstalledProgram;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelInventory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `skep life` without a terminal.
class LifeCommandTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");
    private static final String OBJECT = EXAMPLES.resolve("life/life.bpf.o").toString();

    private static final String BLINKER =
            """
            generation 0, population 3
            -
                                          ▀▀▀
            -
            generation 1, population 3
                                           ▄
                                           █
            -
            generation 2, population 3
            -
                                          ▀▀▀
            -
            """
                    .replace("-", "");

    @TempDir Path folder;

    private static CommandLineRun life(String... args) {
        List<String> all = new ArrayList<>(List.of("life", "--object", OBJECT));
        all.addAll(List.of(args));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static String tidy(String text) {
        return text.lines().map(l -> l.stripTrailing() + "\n").collect(Collectors.joining());
    }

    @Test
    void theJvmShowsEveryGeneration() {
        CommandLineRun run = blinker("jvm");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(BLINKER, tidy(run.out()));
    }

    @Test
    void theKernelShowsTheSame() {
        demandKernel();
        CommandLineRun run = blinker("linux");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals(BLINKER, tidy(run.out()));
    }

    private static CommandLineRun blinker(String host) {
        return life(
                "--pattern",
                "blinker",
                "--size",
                "64x5",
                "--generations",
                "2",
                "--speed",
                "0",
                "--host",
                host);
    }

    private static void demandKernel() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void filmsAndPicturesAreWritten() throws IOException {
        Path film = folder.resolve("film.svg");
        Path picture = folder.resolve("last.png");
        CommandLineRun run =
                life(
                        "--pattern",
                        "random",
                        "--seed",
                        "7",
                        "--generations",
                        "4",
                        "--every",
                        "2",
                        "--film",
                        film.toString(),
                        "--picture",
                        picture.toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertEquals("", run.out());
        assertEquals(3, Files.readString(film).split("<animate ").length - 1);
        assertEquals((byte) 0x89, Files.readAllBytes(picture)[0]);
    }

    @Test
    void patternsComeFromFiles() throws IOException {
        Path file = folder.resolve("row.rle");
        Files.writeString(file, "x = 100, y = 1\n100o!");
        CommandLineRun run = life("--pattern", file.toString(), "--generations", "0");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        // The board is as large as it has to be.
        assertEquals("generation 0, population 100", run.out().lines().findFirst().orElseThrow());
        assertEquals(128, run.out().lines().skip(1).findFirst().orElseThrow().length());
    }

    @Test
    void badPatternsAreRefused() throws IOException {
        CommandLineRun name = life("--pattern", "glidr");
        assertEquals(ExitCode.USAGE, name.code());
        assertTrue(name.err().contains("did you mean glider?"), name.err());
        CommandLineRun missing = life("--pattern", folder.resolve("none.rle").toString());
        assertEquals(ExitCode.INPUT, missing.code());
        assertTrue(missing.err().startsWith("U002: no such file: "), missing.err());
        Path file = Files.writeString(folder.resolve("bad.rle"), "x = 3, y = 3\nbob$2q!");
        CommandLineRun bad = life("--pattern", file.toString());
        assertEquals(ExitCode.INPUT, bad.code());
        assertTrue(bad.err().startsWith("U020: 'q'\n  at " + file + ", line 2"), bad.err());
    }

    @Test
    void sizesThatAreNotAllowedAreRefused() {
        for (String size : List.of("100", "0", "64x0", "64x64x64", "big")) {
            CommandLineRun run = life("--size", size);
            assertEquals(ExitCode.USAGE, run.code(), size);
            assertTrue(run.err().startsWith("U001: Invalid value for option '--size'"), run.err());
        }
        for (String size : List.of("2112", "64x2049")) {
            CommandLineRun run = life("--size", size);
            assertEquals(ExitCode.USAGE, run.code(), size);
            assertTrue(run.err().contains("the object has room for 2048x2048"), run.err());
        }
        CommandLineRun small = life("--pattern", "gun", "--size", "64x4");
        assertEquals(ExitCode.USAGE, small.code());
        assertTrue(small.err().contains("the pattern has 36x9 cells, the board 64x4"), small.err());
        assertEquals(ExitCode.USAGE, life("--generations", "-1").code());
        assertEquals(ExitCode.USAGE, life("--speed", "-1").code());
        assertEquals(ExitCode.USAGE, life("--picture", "x.png").code());
        assertEquals(ExitCode.USAGE, life("--film", "x.gif").code());
    }

    @Test
    void otherObjectsAreRefused() {
        String firewall = EXAMPLES.resolve("firewall/firewall.bpf.o").toString();
        CommandLineRun other = CommandLineRun.of("life", "--object", firewall);
        assertEquals(ExitCode.INPUT, other.code());
        assertTrue(other.err().startsWith("U021: it has no map boards"), other.err());
        String none = folder.resolve("none.o").toString();
        CommandLineRun missing = CommandLineRun.of("life", "--object", none);
        assertEquals(ExitCode.INPUT, missing.code());
        assertTrue(missing.err().startsWith("U002: no such file: "), missing.err());
    }

    /// A process that is killed takes its timer with it: the kernel has neither its maps nor its
    /// programs any more.
    @Test
    void nothingStaysInTheKernelWhenTheProcessIsKilled() throws Exception {
        demandKernel();
        Process process = start("--host", "linux", "--speed", "100");
        try (var lines = process.inputReader()) {
            while (!lines.readLine().startsWith("generation 3,")) {
                assertTrue(process.isAlive());
            }
            Set<Integer> maps = held(process, "map_id");
            Set<Integer> programs = held(process, "prog_id");
            assertFalse(maps.isEmpty());
            assertFalse(programs.isEmpty());
            process.destroyForcibly().waitFor();
            // The kernel closes the descriptors of a dead process, and what they held, in its own
            // time.
            for (int i = 0; i < 500 && isThere(maps, programs); i++) {
                Thread.sleep(20);
            }
            assertFalse(isThere(maps, programs));
        }
    }

    private static boolean isThere(Set<Integer> maps, Set<Integer> programs) {
        return KernelInventory.maps().stream().map(InstalledMap::id).anyMatch(maps::contains)
                || KernelInventory.programs().stream()
                        .map(InstalledProgram::id)
                        .anyMatch(programs::contains);
    }

    /// The numbers that the process's descriptors have in the kernel.
    private static Set<Integer> held(Process process, String what) throws IOException {
        Set<Integer> found = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fdinfo"))) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.filter(l -> l.startsWith(what + ":"))
                            .map(l -> Integer.parseInt(l.substring(what.length() + 1).strip()))
                            .forEach(found::add);
                } catch (IOException | java.io.UncheckedIOException e) {
                    // It was closed in between.
                }
            }
        }
        return found;
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(
                System.getProperty("java.class.path")
                        + File.pathSeparator
                        + System.getProperty("jdk.module.path", ""));
        command.addAll(List.of("dev.skep.cli.Main", "life", "--object", OBJECT));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
