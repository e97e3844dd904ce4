package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.linux.KernelHost;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the command line says where the kernel cannot be used, or lacks something: a diagnostic
/// with a remedy, and exit code 4. Each in a process of its own, which nothing outlives.
class KernelObstaclesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String FIREWALL = example("firewall");
    private static final String WATCH = example("exec-watch");

    @TempDir Path folder;

    private static String example(String name) {
        return ROOT.resolve("examples").resolve(name).resolve(name + ".bpf.o").toString();
    }

    private static String object(String name) {
        return ROOT.resolve("cases/objects").resolve(name + ".o").toString();
    }

    private static void demand(String tool) {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
                "there is no " + tool);
    }

    private static void refused(CommandLineRun run, String code, String what, String remedy) {
        assertEquals(ExitCode.KERNEL, run.code(), run.err());
        assertTrue(run.err().startsWith(code + ": "), run.err());
        assertTrue(run.err().contains(what), run.err());
        assertTrue(
                run.err()
                        .lines()
                        .anyMatch(line -> line.startsWith("  fix: ") && line.contains(remedy)),
                run.err());
    }

    @Test
    void otherSystemsVerifyButDoNotAttach() throws Exception {
        List<String> mac = List.of("-Dos.name=Mac OS X");
        refused(
                ChildSkep.run(ChildSkep.command(mac, "attach", FIREWALL, "--to", "lo")),
                "K001",
                "this is Mac OS X",
                "on Linux");
        CommandLineRun doctor = ChildSkep.run(ChildSkep.command(mac, "doctor"));
        assertEquals(ExitCode.KERNEL, doctor.code());
        assertTrue(doctor.out().startsWith("missing  bpf(2)  this is Mac OS X"), doctor.out());
        CommandLineRun verify = ChildSkep.run(ChildSkep.command(mac, "verify", FIREWALL));
        assertEquals(ExitCode.DONE, verify.code(), verify.err());
    }

    @Test
    void rootWithoutCapabilitiesIsNobody() throws Exception {
        demand("setpriv");
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        command.addAll(ChildSkep.command(List.of(), "attach", FIREWALL, "--to", "lo"));
        CommandLineRun run = ChildSkep.run(command);
        // Some systems let everybody load socket filters, and refuse XDP later.
        assertEquals(ExitCode.KERNEL, run.code(), run.err());
        assertTrue(run.err().contains("EPERM"), run.err());
        assertTrue(run.err().contains("CAP_BPF"), run.err());
    }

    @Test
    void lifeInLinuxTakesItsRights() throws Exception {
        String life = example("life");
        List<String> mac = List.of("-Dos.name=Mac OS X");
        refused(
                ChildSkep.run(ChildSkep.command(mac, "life", "--object", life, "--host", "linux")),
                "K001",
                "this is Mac OS X",
                "on Linux");
        demand("setpriv");
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        command.addAll(
                ChildSkep.command(
                        List.of(),
                        "life",
                        "--object",
                        life,
                        "--host",
                        "linux",
                        "--generations",
                        "1"));
        CommandLineRun run = ChildSkep.run(command);
        assertEquals(ExitCode.KERNEL, run.code(), run.err());
        assertTrue(run.err().contains("EPERM"), run.err());
        assertTrue(run.err().contains("CAP_BPF"), run.err());
    }

    @Test
    void noTracepointsWithoutTheirFileSystem() throws Exception {
        demand("unshare");
        refused(
                ChildSkep.after("umount -a -t tracefs", "attach", WATCH, "--for", "0"),
                "K015",
                "tracefs is not mounted",
                "mount -t tracefs tracefs /sys/kernel/tracing");
    }

    @Test
    void noPinsWithoutTheirFileSystem() throws Exception {
        demand("unshare");
        refused(
                ChildSkep.after("umount -a -t bpf", "attach", object("maps")),
                "K011",
                "it is to be pinned as /sys/fs/bpf/flows",
                "mount -t bpf bpf /sys/fs/bpf");
    }

    @Test
    void noAdaptionWithoutTheKernelsTypes() throws Exception {
        demand("unshare");
        refused(
                ChildSkep.after("mount -t tmpfs none /sys/kernel", "attach", object("core")),
                "K019",
                "/sys/kernel/btf/vmlinux",
                "--btf FILE");
    }

    /// The first program is attached and pinned before the second one is refused.
    @Test
    void nothingStaysPinnedIfTheSecondProgramIsRefused() throws Exception {
        demand("unshare");
        String twins = Path.of("src/test/resources/dev/skep/cli/twins.o").toAbsolutePath() + "";
        String prepare =
                "mkdir -p $D; mount -t bpf bpf $D; trap 'ls $D; umount $D; rmdir $D' EXIT"
                        .replace("$D", folder.resolve("pins").toString());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "unshare",
                                "--mount",
                                "--net",
                                "sh",
                                "-c",
                                prepare + "; \"$@\"",
                                ""));
        command.addAll(
                ChildSkep.command(
                        List.of(),
                        "attach",
                        twins,
                        "--to",
                        "lo",
                        "--mode",
                        "generic",
                        "--pin",
                        folder.resolve("pins").toString()));
        CommandLineRun run = ChildSkep.run(command);
        refused(run, "K014", "program second (xdp) to interface 1", "skep link list");
        assertTrue(run.out().startsWith("first (xdp) is attached"), run.out());
        // What is pinned is listed behind it.
        assertTrue(run.out().lines().noneMatch("first"::equals), run.out());
    }

    @Test
    void programsThatTheVerifierRejects() {
        demand("sh");
        CommandLineRun run =
                CommandLineRun.of("attach", example("mistakes"), "--prog", "short_check");
        refused(run, "K006", "BPF_PROG_LOAD: EACCES", "skep verify");
    }
}
