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
    private static final String MISTAKES =
            ROOT.resolve("examples/mistakes/mistakes.bpf.o").toString();
    private static final String CORE = ROOT.resolve("cases/objects/core.o").toString();
    private static final String EXTERNS =
            ROOT.resolve("core/src/test/resources/dev/skep/object/externs.bpf.o").toString();
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

    @Test
    void aRejectionIsExplained() {
        CommandLineRun run = CommandLineRun.of("verify", MISTAKES);
        assertEquals(ExitCode.REJECTED, run.code(), run.err());
        Stream.of(
                        "  rejected  no_null_check  xdp",
                        "    V021: ",
                        "        49 | *count += 1;\n",
                        "      fix: ",
                        "      kernel says: R0 invalid mem access 'map_value_or_null'\n",
                        "      more: skep explain V021\n",
                        "  accepted  correct        xdp",
                        "4 programs in 1 file: 1 accepted, 3 rejected\n")
                .forEach(part -> assertTrue(run.out().contains(part), part + "\n" + run.out()));
    }

    @Test
    void aRejectionInJsonNamesItsPlace() {
        String out =
                CommandLineRun.of("verify", "--json", "--prog", "no_null_check", MISTAKES).out();
        Stream.of(
                        "\"verdict\":\"rejected\",\"code\":\"V021\"",
                        "\"kernelMessage\":\"R0 invalid mem access 'map_value_or_null'\"",
                        "\"instruction\":12",
                        "\"function\":\"no_null_check\"",
                        "\"line\":49",
                        "\"text\":\"*count += 1;\"")
                .forEach(part -> assertTrue(out.contains(part), part + "\n" + out));
    }

    @Test
    void acceptedProgramsEndWithZero() {
        CommandLineRun run = CommandLineRun.of("verify", FIREWALL, COUNT);
        assertEquals(ExitCode.DONE, run.code(), run.out());
        assertTrue(run.out().contains("2 programs in 2 files: 2 accepted\n"), run.out());
    }

    @Test
    void aRejectionOutweighsAFileThatCannotBeRead() {
        CommandLineRun run = CommandLineRun.of("verify", MISTAKES, folder + "/none.o");
        assertEquals(ExitCode.REJECTED, run.code(), run.out());
        assertEquals(ExitCode.INPUT, CommandLineRun.of("verify", COUNT, folder + "/none.o").code());
    }

    @Test
    void theTraceIsPrintedAndKept() {
        String text = CommandLineRun.of("verify", "--log", "--prog", "correct", MISTAKES).out();
        assertTrue(text.contains("R1=ctx()"), text);
        String json =
                CommandLineRun.of("verify", "--log", "--json", "--prog", "correct", MISTAKES).out();
        assertTrue(json.contains("\"log\":[\""), json);
    }

    @Test
    void whoLoadsTheProgramMatters() {
        CommandLineRun run = CommandLineRun.of("verify", "--json", "--unprivileged", FIREWALL);
        assertEquals(ExitCode.REJECTED, run.code(), run.out());
    }

    @Test
    void manyFilesComeOutInTheirOrder() throws IOException {
        for (int i = 0; i < 200; i++) {
            Files.copy(
                    Path.of(i % 7 == 0 ? FIREWALL : COUNT), folder.resolve("%03d.o".formatted(i)));
        }
        List<String> lines =
                CommandLineRun.of("verify", "--json", folder.toString()).out().lines().toList();
        assertEquals(200, lines.size());
        for (int i = 0; i < 200; i++) {
            assertTrue(lines.get(i).contains("%03d.o\"".formatted(i)), lines.get(i));
            assertTrue(lines.get(i).contains("\"verdict\":\"accepted\""), lines.get(i));
        }
    }

    @Test
    void anEmptyFolderHoldsNoPrograms() {
        assertEquals(
                "0 programs in 0 files\n", CommandLineRun.of("verify", folder.toString()).out());
    }

    @Test
    void configurationIsGivenByName() {
        String[] args = {"verify", "--json", "--prog", "settings", EXTERNS};
        CommandLineRun without = CommandLineRun.of(args);
        assertEquals(ExitCode.INPUT, without.code(), without.out());
        assertTrue(without.out().contains("CONFIG_ADDRESS"), without.out());
        CommandLineRun with =
                CommandLineRun.of(
                        Stream.concat(
                                        Stream.of(args),
                                        Stream.of(
                                                "--kconfig",
                                                "CONFIG_ADDRESS=5",
                                                "--kconfig",
                                                "CONFIG_BPF_SYSCALL=y",
                                                "--kconfig",
                                                "CONFIG_IPV6=m",
                                                "--kconfig",
                                                "CONFIG_CC_VERSION_TEXT=\"clang\""))
                                .toArray(String[]::new));
        assertEquals(ExitCode.DONE, with.code(), with.out());
    }

    @Test
    void kernelFunctionsNeedNoTypesOfAKernel() {
        CommandLineRun run =
                CommandLineRun.of(
                        "verify",
                        "--json",
                        "--btf",
                        "own",
                        "--kconfig",
                        "CONFIG_ADDRESS=5",
                        "--kconfig",
                        "CONFIG_BPF_SYSCALL=y",
                        "--kconfig",
                        "CONFIG_IPV6=m",
                        "--kconfig",
                        "CONFIG_CC_VERSION_TEXT=\"clang\"",
                        "--prog",
                        "functions",
                        EXTERNS);
        assertEquals(ExitCode.UNDECIDED, run.code(), run.out());
        assertTrue(run.out().contains("\"error\":null"), run.out());
        assertTrue(run.out().contains("bpf_kfunc_"), run.out());
    }

    @Test
    void aRelocationThatTheKernelCannotAnswerIsNamed() {
        String out = CommandLineRun.of("verify", "--btf", FIREWALL, CORE).out();
        assertTrue(out.contains("of struct task.parent, which the kernel's types lack"), out);
    }

    @Test
    void oneOfSeveralNamesMayNotBeWrong() {
        CommandLineRun run =
                CommandLineRun.of("verify", "--prog", "count", "--prog", "corect", COUNT, MISTAKES);
        assertEquals(ExitCode.INPUT, run.code(), run.out());
        assertTrue(run.err().contains("corect"), run.err());
        CommandLineRun right =
                CommandLineRun.of(
                        "verify", "--prog", "count", "--prog", "correct", COUNT, MISTAKES);
        assertEquals(ExitCode.DONE, right.code(), right.err());
    }
}
