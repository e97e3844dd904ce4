package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.cli.json.Json;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelInventory;
import dev.skep.verify.VerifierCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that work with the running kernel; skipped where it cannot be used. Nothing is
/// attached but to a control group without processes, which is removed again.
class KernelCommandsTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");
    private static final String REDIRECT = EXAMPLES.resolve("redirect/redirect.bpf.o").toString();
    private static final String FIREWALL = EXAMPLES.resolve("firewall/firewall.bpf.o").toString();
    private static final String MISTAKES = EXAMPLES.resolve("mistakes/mistakes.bpf.o").toString();

    private static final String CONGESTION =
            Path.of("")
                    .toAbsolutePath()
                    .getParent()
                    .resolve("linux/src/test/resources/dev/skep/linux/congestion.bpf.o")
                    .toString();

    @TempDir Path folder;

    @BeforeEach
    void demandKernel() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void structuresOfFunctionsAreRegistered() {
        String name = "steady.name=sk%x_cli".formatted(ProcessHandle.current().pid());
        CommandLineRun run =
                CommandLineRun.of(
                        "attach", CONGESTION, "--prog", "steady", "--set", name, "--for", "0");
        assumeTrue(!run.err().contains("K004"), run.err());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(
                run.out()
                        .matches(
                                "steady \\(struct_ops\\) is attached to"
                                        + " tcp_congestion_ops steady, link \\d+\n"),
                run.out());
        CommandLineRun narrow = CommandLineRun.of("attach", CONGESTION, "--prog", "narrow");
        assertEquals(ExitCode.KERNEL, narrow.code());
        assertTrue(narrow.err().startsWith("K018"), narrow.err());
    }

    @Test
    void programsAreAttachedAndDetached() throws IOException {
        Path group = Files.createTempDirectory(cgroups(), "skep-test-");
        try {
            CommandLineRun run =
                    CommandLineRun.of("attach", REDIRECT, "--to", group.toString(), "--for", "0");
            assertEquals(ExitCode.DONE, run.code(), run.err());
            assertTrue(
                    run.out()
                            .matches(
                                    "redirect \\(cgroup\\) is attached to "
                                            + group
                                            + ", link \\d+\n"),
                    run.out());
            CommandLineRun json =
                    CommandLineRun.of(
                            "attach",
                            REDIRECT,
                            "--to",
                            group.toString(),
                            "--for",
                            "0",
                            "--set",
                            "real_port=8000",
                            "--json");
            Map<?, ?> attached = (Map<?, ?>) ((Map<?, ?>) Json.parse(json.out())).get("attached");
            assertEquals("redirect", attached.get("program"));
            assertEquals("cgroup_sock_addr", attached.get("type"));
        } finally {
            Files.delete(group);
        }
    }

    /// Where cgroup v2 is mounted; skipped where it is not.
    private static Path cgroups() throws IOException {
        Optional<Path> mounted =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" "))
                        .filter(cells -> cells[2].equals("cgroup2"))
                        .map(cells -> Path.of(cells[1]))
                        .findFirst();
        assumeTrue(mounted.isPresent(), "cgroup v2 is not mounted");
        return mounted.orElseThrow();
    }

    @Test
    void whatTheKernelRefusesEndsWithFour() {
        CommandLineRun none = CommandLineRun.of("attach", FIREWALL, "--to", "no-such-interface");
        assertEquals(ExitCode.KERNEL, none.code());
        assertTrue(
                none.err().startsWith("K015: there is no network interface no-such-interface"),
                none.err());
        CommandLineRun nowhere = CommandLineRun.of("attach", FIREWALL);
        assertEquals(ExitCode.KERNEL, nowhere.code());
        assertTrue(nowhere.err().contains("take a target such as eth0"), nowhere.err());
        CommandLineRun map = CommandLineRun.of("map", "dump", "2147483647".substring(0, 9));
        assertEquals(ExitCode.KERNEL, map.code(), map.err());
        CommandLineRun link = CommandLineRun.of("detach", "--link", "2147483647");
        assertEquals(ExitCode.KERNEL, link.code(), link.err());
        CommandLineRun pin = CommandLineRun.of("detach", folder.resolve("none").toString());
        assertEquals(ExitCode.KERNEL, pin.code(), pin.err());
    }

    @Test
    void aFileThatIsNoPinStays() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        CommandLineRun run = CommandLineRun.of("detach", file.toString());
        assertEquals(ExitCode.KERNEL, run.code());
        assertTrue(Files.exists(file));
    }

    @Test
    void listsAreTablesOrJson() {
        for (String kind : List.of("prog", "map", "link")) {
            CommandLineRun text = CommandLineRun.of(kind, "list");
            assertEquals(ExitCode.DONE, text.code(), text.err());
            assertTrue(text.out().stripLeading().startsWith("id"), text.out());
            assertTrue(Json.parse(CommandLineRun.of(kind, "list", "--json").out()) instanceof List);
        }
    }

    @Test
    void theDoctorFindsTheKernelUsable() {
        CommandLineRun run = CommandLineRun.of("doctor");
        assertEquals(ExitCode.DONE, run.code());
        assertTrue(run.out().startsWith("good "), run.out());
        List<?> found = (List<?>) Json.parse(CommandLineRun.of("doctor", "--json").out());
        assertEquals("bpf(2)", ((Map<?, ?>) found.getFirst()).get("name"));
    }

    @Test
    void probesListFeatures() {
        CommandLineRun run = CommandLineRun.of("probe", "--json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        List<?> features = (List<?>) ((Map<?, ?>) Json.parse(run.out())).get("features");
        assertFalse(features.isEmpty());
        assertTrue(
                features.stream()
                        .map(f -> (Map<?, ?>) f)
                        .anyMatch(
                                f -> f.get("name").equals("xdp") && f.get("state").equals("yes")));
    }

    @Test
    void theKernelsVerdictStandsBesideOurs() {
        CommandLineRun accepted = CommandLineRun.of("verify", "--host", "linux", FIREWALL);
        assertEquals(ExitCode.DONE, accepted.code(), accepted.err());
        assertTrue(accepted.out().contains("this kernel: accepted, "), accepted.out());
        CommandLineRun rejected =
                CommandLineRun.of(
                        "verify", "--host", "linux", "--json", "--prog", "short_check", MISTAKES);
        assertEquals(ExitCode.REJECTED, rejected.code());
        Map<?, ?> kernel = (Map<?, ?>) ((Map<?, ?>) Json.parse(rejected.out())).get("kernel");
        assertEquals("rejected", kernel.get("verdict"));
        assertEquals("EACCES", kernel.get("errno"));
        assertEquals(true, kernel.get("agrees"));
        CommandLineRun log =
                CommandLineRun.of(
                        "verify", "--host", "linux", "--log", "--prog", "short_check", MISTAKES);
        assertTrue(
                log.out().contains("      log: R1 offset is outside of the packet\n"), log.out());
    }

    @Test
    void whatOnlyTheKernelComplainsOfIsExplained() {
        KernelOpinion opinion =
                new KernelOpinion(
                        KernelOpinion.Finding.REJECTED,
                        "EACCES",
                        "R7 offset is outside of the packet",
                        9,
                        List.of());
        assertFalse(opinion.agreesWith(Outcome.Finding.ACCEPTED));
        assertTrue(opinion.agreesWith(Outcome.Finding.REJECTED));
        // Pages are put beside the classes by the build alone.
        assumeTrue(CodePage.of(VerifierCode.values()[0]).isPresent(), "no pages here");
        assertEquals(List.of("V012"), opinion.explained());
    }

    @Test
    void bothHostsSayTheSameOfACapture() throws IOException {
        for (String example : List.of("firewall", "http-host", "count")) {
            String object = EXAMPLES.resolve(example + "/" + example + ".bpf.o").toString();
            String packets = EXAMPLES.resolve("packets/http.pcap").toString();
            Path here = folder.resolve(example + "-jvm.pcap");
            Path there = folder.resolve(example + "-linux.pcap");
            Map<?, ?> jvm = run(object, packets, "jvm", here);
            Map<?, ?> linux = run(object, packets, "linux", there);
            assertEquals(jvm.get("verdicts"), linux.get("verdicts"), example);
            assertEquals(jvm.get("exits"), linux.get("exits"), example);
            assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there), example);
        }
    }

    private static Map<?, ?> run(String object, String packets, String host, Path out) {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        object,
                        "--packets",
                        packets,
                        "--host",
                        host,
                        "--out",
                        out.toString(),
                        "--json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        return (Map<?, ?>) Json.parse(run.out());
    }

    @Test
    void packetsThatTheKernelDoesNotTakeAreCounted() {
        String packets = EXAMPLES.resolve("packets/mixed.pcap").toString();
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", packets, "--host", "linux");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        assertTrue(run.out().contains("not run (refused)"), run.out());
    }

    @Test
    void whatOnlyTheJvmDoesIsAUsageError() {
        String packets = EXAMPLES.resolve("packets/mixed.pcap").toString();
        assertEquals(
                ExitCode.USAGE,
                CommandLineRun.of(
                                "run", FIREWALL, "--packets", packets, "--host", "linux", "--trace")
                        .code());
        assertEquals(
                ExitCode.USAGE,
                CommandLineRun.of("verify", "--host", "linux", "--unprivileged", FIREWALL).code());
    }

    @Test
    void nothingStaysAttachedWhenTheProcessIsKilled() throws Exception {
        Path group = Files.createTempDirectory(cgroups(), "skep-test-");
        try {
            List<String> command =
                    ChildSkep.command(List.of(), "attach", REDIRECT, "--to", group.toString());
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String line = process.inputReader().readLine();
            Matcher id = Pattern.compile(", link (\\d+)$").matcher(line);
            assertTrue(id.find(), line);
            int link = Integer.parseInt(id.group(1));
            assertTrue(attached(link));
            process.destroyForcibly().waitFor();
            // The kernel closes the descriptors of a dead process in its own time.
            for (int i = 0; i < 500 && attached(link); i++) {
                Thread.sleep(20);
            }
            assertFalse(attached(link));
        } finally {
            Files.delete(group);
        }
    }

    @Test
    void pinnedLinksOutliveTheirProcess() throws Exception {
        Path pins = Path.of("/sys/fs/bpf");
        assumeTrue(
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .anyMatch(line -> line.contains(" " + pins + " bpf ")),
                "no BPF file system is mounted at " + pins);
        Path group = Files.createTempDirectory(cgroups(), "skep-test-");
        Path own = Files.createTempDirectory(pins, "skep-test-");
        try {
            CommandLineRun run =
                    ChildSkep.run(
                            ChildSkep.command(
                                    List.of(),
                                    "attach",
                                    REDIRECT,
                                    "--to",
                                    group.toString(),
                                    "--pin",
                                    own.toString()));
            assertEquals(ExitCode.DONE, run.code(), run.err());
            Matcher id = Pattern.compile(", link (\\d+)\n").matcher(run.out());
            assertTrue(id.find(), run.out());
            int link = Integer.parseInt(id.group(1));
            assertTrue(attached(link));
            CommandLineRun detached =
                    CommandLineRun.of("detach", own.resolve("redirect").toString());
            assertEquals(ExitCode.DONE, detached.code(), detached.err());
            for (int i = 0; i < 500 && attached(link); i++) {
                Thread.sleep(20);
            }
            assertFalse(attached(link));
        } finally {
            Files.deleteIfExists(own.resolve("redirect"));
            Files.delete(own);
            Files.delete(group);
        }
    }

    private static boolean attached(int link) {
        return KernelInventory.links().stream().anyMatch(l -> l.id() == link);
    }
}
