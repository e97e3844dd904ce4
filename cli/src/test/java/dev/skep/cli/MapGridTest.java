package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Grids in maps of the kernel, and of the JVM.
class MapGridTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");

    @TempDir Path folder;

    /// Works with the id of a map.
    private interface Work {
        void with(int id) throws IOException;
    }

    /// Loads an example into the kernel, runs a program of it over a packet, and works with a map.
    private static void onMap(String example, String program, String map, Work work)
            throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        Path file = EXAMPLES.resolve("%s/%s.bpf.o".formatted(example, example));
        BpfObject object = BpfObject.read(Files.readAllBytes(file));
        try (KernelHost host = KernelHost.open()) {
            LinkOptions options = LinkOptions.standard().withPrograms(Set.of(program));
            KernelObject loaded = host.load(object.link(options), LoadOptions.standard());
            // Not an Ethernet type that it knows, 100 bytes long.
            loaded.program(program).test(new TestRun(new byte[100], new byte[0], 7));
            work.with(id(loaded.map(map)));
        }
    }

    private static int id(KernelMap map) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + map.fileDescriptor())).stream()
                .filter(l -> l.startsWith("map_id:"))
                .map(l -> Integer.parseInt(l.substring(7).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGridOfTheKernelIsShown() throws IOException {
        onMap(
                "heat",
                "count",
                "heat",
                id -> {
                    CommandLineRun run = CommandLineRun.of("map", "grid", "" + id);
                    assertEquals(ExitCode.DONE, run.code(), run.err());
                    String[] lines = run.out().split("\n");
                    assertEquals(
                            "a grid of 6 rows and 48 columns, 1 not zero, 7 the largest", lines[0]);
                    assertEquals("   █", lines[1].stripTrailing());
                    assertEquals(7, lines.length);
                    Path picture = folder.resolve("heat.svg");
                    CommandLineRun svg =
                            CommandLineRun.of(
                                    "map", "grid", "" + id, "--picture", picture.toString());
                    assertEquals(ExitCode.DONE, svg.code(), svg.err());
                    assertTrue(Files.readString(picture).contains("d=\"M3 0h1v1h-1z\""));
                    CommandLineRun dump = CommandLineRun.of("map", "dump", "" + id);
                    assertTrue(dump.out().startsWith("[0] = a grid of 6 rows"), dump.out());
                });
    }

    @Test
    void theBoardOfTheGameOfLifeIsAGrid() throws IOException {
        onMap(
                "life",
                "large_generation",
                "boards",
                id -> {
                    CommandLineRun run = CommandLineRun.of("map", "grid", "" + id, "--key", "0");
                    assertEquals(ExitCode.DONE, run.code(), run.err());
                    // Nobody has said how large it is.
                    assertTrue(
                            run.out().startsWith("a grid of 2,048 rows and 2,048 columns, 0 set\n"),
                            run.out().lines().findFirst().orElse(""));
                    CommandLineRun none = CommandLineRun.of("map", "grid", "" + id, "--key", "1");
                    assertEquals(ExitCode.REJECTED, none.code());
                    assertTrue(none.err().startsWith("D020: it has no such element"), none.err());
                });
    }

    @Test
    void aMapThatIsNoGridIsRefused() throws IOException {
        onMap(
                "count",
                "count",
                "lengths",
                id -> {
                    CommandLineRun run = CommandLineRun.of("map", "grid", "" + id);
                    assertEquals(ExitCode.REJECTED, run.code());
                    assertTrue(run.err().startsWith("D020: its values are no arrays"), run.err());
                });
        assertEquals(ExitCode.USAGE, CommandLineRun.of("map", "grid", "1", "--cell", "0").code());
        assertEquals(
                ExitCode.USAGE, CommandLineRun.of("map", "grid", "1", "--picture", "x.gif").code());
        assertEquals(ExitCode.KERNEL, CommandLineRun.of("map", "grid", "999999999").code());
    }

    @Test
    void aGridOfTheJvmIsShownAfterARun() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        EXAMPLES.resolve("heat/heat.bpf.o").toString(),
                        "--packets",
                        EXAMPLES.resolve("packets/mixed.pcap").toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(
                run.out().contains("[0] = a grid of 6 rows and 48 columns, 48 not zero"),
                run.out());
    }
}
