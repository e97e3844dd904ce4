package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String FIREWALL =
            ROOT.resolve("examples/firewall/firewall.bpf.o").toString();
    private static final String COUNT = ROOT.resolve("examples/count/count.bpf.o").toString();
    private static final String MAPS = ROOT.resolve("cases/objects/maps.o").toString();

    @TempDir Path folder;

    @Test
    void everyPromisedFieldIsThere() {
        CommandLineRun run = CommandLineRun.of("verify", "--json", FIREWALL);
        assertEquals(1, run.out().lines().count(), run.err());
        Stream.of(
                        "object",
                        "program",
                        "section",
                        "type",
                        "attachType",
                        "verdict",
                        "code",
                        "message",
                        "kernelMessage",
                        "instruction",
                        "instructionText",
                        "function",
                        "source",
                        "causes",
                        "remedy",
                        "construct",
                        "error",
                        "processed",
                        "states",
                        "peakStates",
                        "stack",
                        "micros")
                .forEach(f -> assertTrue(run.out().contains("\"" + f + "\":"), f));
        assertTrue(run.out().contains("\"type\":\"xdp\",\"attachType\":\"xdp\""), run.out());
    }

    @Test
    void aFileThatCannotBeReadDoesNotStopTheOthers() throws IOException {
        Path text = Files.writeString(folder.resolve("text.o"), "no object at all");
        Path missing = folder.resolve("missing.o");
        CommandLineRun run =
                CommandLineRun.of(
                        "verify", "--json", text.toString(), missing.toString(), FIREWALL);
        List<String> lines = run.out().lines().toList();
        assertEquals(3, lines.size(), run.out());
        assertTrue(lines.get(0).contains("\"verdict\":null"), lines.get(0));
        assertTrue(lines.get(0).contains("\"error\":\"E002: "), lines.get(0));
        assertTrue(lines.get(1).contains("\"error\":\"U002: no such file: "), lines.get(1));
        assertTrue(lines.get(2).contains("\"program\":\"firewall\""), lines.get(2));
        assertFalse(run.code() == ExitCode.DONE, "a file that cannot be read is a failure");
    }

    @Test
    void aFolderMeansItsObjects() throws IOException {
        Files.copy(Path.of(COUNT), folder.resolve("b.o"));
        Files.copy(Path.of(FIREWALL), folder.resolve("a.o"));
        Files.writeString(folder.resolve("readme.txt"), "nothing");
        String out = CommandLineRun.of("verify", folder.toString()).out();
        assertTrue(out.indexOf("a.o\n") < out.indexOf("b.o\n"), out);
        assertTrue(out.contains("2 programs in 2 files: "), out);
    }

    @Test
    void programsAreChosenByNameOrSection() {
        String out = CommandLineRun.of("verify", "--json", "--prog", "look", MAPS).out();
        assertEquals(1, out.lines().count(), out);
        assertTrue(out.contains("\"program\":\"look\""), out);
        String both =
                CommandLineRun.of("verify", "--json", "--prog", "look", "--prog", "xdp", MAPS)
                        .out();
        assertEquals(2, both.lines().count(), both);
    }

    @Test
    void aWrongProgramNameIsAnInputErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("verify", FIREWALL, "--prog", "firewal");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().contains("did you mean firewall?"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void typesOverrideTheSection() {
        String out =
                CommandLineRun.of(
                                "verify",
                                "--json",
                                "--type",
                                "cgroup_sock_addr",
                                "--attach-type",
                                "BPF_CGROUP_INET4_CONNECT",
                                FIREWALL)
                        .out();
        assertTrue(
                out.contains(
                        "\"type\":\"cgroup_sock_addr\",\"attachType\":\"cgroup_inet4_connect\""),
                out);
    }

    @Test
    void aMisspeltAttachTypeIsAUsageErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("verify", FIREWALL, "--attach-type", "tcx_ingres");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("did you mean tcx_ingress"), run.err());
    }
}
