package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    private static final Path EXAMPLES =
            Path.of("").toAbsolutePath().getParent().resolve("examples");
    private static final String FIREWALL = example("firewall/firewall.bpf.o");
    private static final String HTTP = example("http-host/http-host.bpf.o");
    private static final String MISTAKES = example("mistakes/mistakes.bpf.o");
    private static final String MIXED = example("packets/mixed.pcap");

    @TempDir Path folder;

    @Test
    void everyPromisedFieldIsThere() {
        CommandLineRun run = CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        Stream.of(
                        "program",
                        "type",
                        "engine",
                        "notCompiled",
                        "packetsFile",
                        "packets",
                        "bytes",
                        "nanos",
                        "packetsPerSecond",
                        "verdicts",
                        "exits",
                        "traps",
                        "firstTrap",
                        "maps",
                        "name",
                        "entries",
                        "key",
                        "values",
                        "events",
                        "map",
                        "records",
                        "count",
                        "dropped",
                        "trace",
                        "traceDropped",
                        "files")
                .forEach(f -> assertTrue(run.out().contains("\"" + f + "\" :"), f));
        assertTrue(run.out().contains("\"XDP_DROP\" : 105"), run.out());
        assertTrue(run.out().contains("\"malformed packet of 13 bytes\""), run.out());
    }

    @Test
    void capturesOfEveryFormatGiveTheSameVerdicts() {
        String expected = verdicts(MIXED);
        assertEquals(expected, verdicts(example("packets/mixed.pcapng")));
        assertEquals(expected, verdicts(example("packets/mixed-nanoseconds.pcap")));
    }

    @Test
    void whatPassesIsWritten() throws IOException {
        Path out = folder.resolve("passed.pcap");
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--out", out.toString());
        assertEquals(ExitCode.DONE, run.code(), run.err());
        CommandLineRun again = CommandLineRun.of("run", FIREWALL, "--packets", out.toString());
        assertTrue(again.out().contains("XDP_PASS  480  100.0 %"), again.out());
        assertFalse(again.out().contains("XDP_DROP"), again.out());
    }

    @Test
    void limitAndRepeatCountPackets() {
        String out =
                CommandLineRun.of(
                                "run",
                                FIREWALL,
                                "--packets",
                                MIXED,
                                "--limit",
                                "10",
                                "--repeat",
                                "3")
                        .out();
        assertTrue(out.startsWith("firewall (xdp): 30 packets"), out);
    }

    @Test
    void mapsAreFilledBeforeTheRun() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        FIREWALL,
                        "--packets",
                        MIXED,
                        "--map-set",
                        "blocklist:24+198.51.100.0=0");
        assertTrue(run.out().contains("XDP_DROP  273"), run.out() + run.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocklist:24+1.2.3=0",
                "blocklist:24+1.2.3.999=0",
                "blocklist:hex:18=0",
                "blacklist:24+1.2.3.4=0"
            })
    void settingsThatDoNotFitAreInputErrors(String setting) {
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--map-set", setting);
        assertEquals(ExitCode.INPUT, run.code(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains("--map-set"), run.err());
    }

    @Test
    void aSettingWithoutAValueIsAUsageError() {
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--map-set", "blocklist");
        assertEquals(ExitCode.USAGE, run.code());
    }

    @Test
    void globalsAreSetBeforeTheRun() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        HTTP,
                        "--packets",
                        example("packets/http.pcap"),
                        "--set",
                        "without_host=1000");
        assertTrue(run.out().contains("without_host = 1003"), run.out() + run.err());
        CommandLineRun unknown =
                CommandLineRun.of("run", HTTP, "--packets", MIXED, "--set", "without_hosts=1");
        assertEquals(ExitCode.INPUT, unknown.code());
        assertTrue(unknown.err().contains("without_host"), unknown.err());
    }

    @Test
    void classicFiltersRun() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        "--cbpf",
                        example("cbpf/tcp-port-80.txt"),
                        "--packets",
                        example("packets/http.pcap"));
        assertTrue(run.out().contains("kept     511"), run.out() + run.err());
    }

    @Test
    void eachInstructionIsTraced() {
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--limit", "1", "--trace");
        assertTrue(run.out().contains("call bpf_map_lookup_elem"), run.out());
        assertTrue(run.out().contains("; r0=0x"), run.out());
    }

    @Test
    void aWrongProgramNameIsAnInputErrorWithASuggestion() {
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--prog", "firewal");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().contains("did you mean firewall?"), run.err());
    }

    @Test
    void aWrongTypeIsAUsageErrorWithASuggestion() {
        CommandLineRun run =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--type", "sched_clss");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("did you mean sched_cls?"), run.err());
    }

    @Test
    void aProgramOfAnotherTypeTrapsOnTheContextThatItIsNotGiven() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        FIREWALL,
                        "--packets",
                        MIXED,
                        "--type",
                        "socket_filter",
                        "--unverified",
                        "--limit",
                        "1");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        CommandLineRun filter =
                CommandLineRun.of("run", HTTP, "--packets", MIXED, "--type", "xdp", "--unverified");
        assertEquals(ExitCode.REJECTED, filter.code());
        assertTrue(filter.err().startsWith("T0"), filter.err());
        assertTrue(filter.err().contains("http-host.bpf.c:"), filter.err());
    }

    @Test
    void aRejectedProgramDoesNotRun() {
        CommandLineRun run =
                CommandLineRun.of("run", MISTAKES, "--packets", MIXED, "--prog", "no_null_check");
        assertEquals(ExitCode.REJECTED, run.code(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("V021: "), run.err());
        assertTrue(run.err().contains("mistakes.bpf.c:"), run.err());
        assertTrue(run.err().contains("more: skep explain V021"), run.err());
        assertTrue(run.err().contains("--unverified"), run.err());
    }

    @Test
    void unverifiedItRunsUntilItTraps() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        MISTAKES,
                        "--packets",
                        MIXED,
                        "--prog",
                        "no_null_check",
                        "--unverified");
        assertEquals(ExitCode.REJECTED, run.code(), run.out());
        assertTrue(run.err().startsWith("T002: "), run.err());
    }

    @Test
    void theVerdictIsReported() {
        String out = CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--json").out();
        assertTrue(out.contains("\"verdict\" : \"accepted\""), out);
        String unasked =
                CommandLineRun.of("run", FIREWALL, "--packets", MIXED, "--json", "--unverified")
                        .out();
        assertTrue(unasked.contains("\"verdict\" : null"), unasked);
    }

    @Test
    void whatIsAcceptedIsCompiledAndTheRestInterpreted() {
        assertEquals("compiled", engine(FIREWALL));
        assertEquals("interpreter", engine(FIREWALL, "--interpret"));
        assertEquals("interpreter", engine(FIREWALL, "--unverified"));
        assertEquals("interpreter", engine(FIREWALL, "--trace", "--limit", "1"));
        assertEquals("compiled", engine("--cbpf", example("cbpf/tcp-port-80.txt")));
    }

    @Test
    void whatTheCompilerRefusesIsInterpretedAndSaid() {
        String object = EXAMPLES.resolveSibling("cases/verify/exceptions.bpf.o").toString();
        String[] run = {
            "run", object, "--prog", "throws_in_xdp", "--packets", MIXED, "--limit", "1"
        };
        CommandLineRun text = CommandLineRun.of(run);
        assertEquals(ExitCode.DONE, text.code(), text.err());
        assertTrue(text.err().contains("skep: throws_in_xdp is interpreted: J101: "), text.err());
        assertTrue(text.out().contains("\nnot compiled\n  throws_in_xdp  J101: "), text.out());
        assertTrue(text.out().contains("packets/s (interpreter, "), text.out());
        String[] again = Arrays.copyOf(run, run.length + 1);
        again[run.length] = "--json";
        String json = CommandLineRun.of(again).out();
        assertTrue(json.contains("\"diagnostic\" : \"J101: "), json);
    }

    @Test
    void bothEnginesReportTheSame() {
        for (String object : List.of(FIREWALL, HTTP, example("count/count.bpf.o"))) {
            String[] run = {"run", object, "--packets", MIXED};
            String compiled = CommandLineRun.of(run).out();
            String[] again = Arrays.copyOf(run, run.length + 1);
            again[run.length] = "--interpret";
            assertEquals(body(compiled), body(CommandLineRun.of(again).out()), object);
        }
    }

    /// The engine that the last line of a report names, which JSON has to name too.
    private static String engine(String... arguments) {
        List<String> run = new ArrayList<>(List.of("run", "--packets", MIXED));
        run.addAll(List.of(arguments));
        String last =
                CommandLineRun.of(run.toArray(String[]::new)).out().lines().toList().getLast();
        run.add("--json");
        String json = CommandLineRun.of(run.toArray(String[]::new)).out();
        String engine = last.replaceFirst(".* packets/s \\((\\w+), .*", "$1");
        assertTrue(json.contains("\"engine\" : \"" + engine + "\""), json);
        return engine;
    }

    @Test
    void keepGoingCountsTraps() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        HTTP,
                        "--packets",
                        MIXED,
                        "--type",
                        "xdp",
                        "--unverified",
                        "--keep-going");
        assertEquals(ExitCode.REJECTED, run.code());
        assertTrue(run.out().contains("585 packets; the first:"), run.out());
    }

    @Test
    void aCaptureThatLiesLeavesNothingBehind() throws IOException {
        byte[] good = Files.readAllBytes(Path.of(MIXED));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(good, 5_000));
        Path out = folder.resolve("out.pcap");
        CommandLineRun run =
                CommandLineRun.of(
                        "run", FIREWALL, "--packets", cut.toString(), "--out", out.toString());
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().startsWith("P004: "), run.err());
        assertTrue(run.err().contains("cut.pcap, offset 0x"), run.err());
        assertEquals("", run.out());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(cut), left.toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--repeat", "--limit", "--entries"})
    void countsStartAtOne(String option) {
        CommandLineRun run = CommandLineRun.of("run", FIREWALL, "--packets", MIXED, option, "0");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains(option), run.err());
    }

    @Test
    void aMissingCaptureIsAnInputError() {
        CommandLineRun run = CommandLineRun.of("run", FIREWALL, "--packets", folder + "/none.pcap");
        assertEquals(ExitCode.INPUT, run.code());
        assertTrue(run.err().startsWith("U002: no such file: "), run.err());
    }

    @Test
    void anOutputThatCannotBeWrittenIsAnInputError() {
        CommandLineRun run =
                CommandLineRun.of(
                        "run", FIREWALL, "--packets", MIXED, "--out", folder + "/no/such/out.pcap");
        assertEquals(ExitCode.INPUT, run.code(), run.err());
        assertTrue(run.err().startsWith("U002: "), run.err());
    }

    private static String verdicts(String capture) {
        return body(CommandLineRun.of("run", FIREWALL, "--packets", capture).out());
    }

    private static String body(String out) {
        return out.substring(out.indexOf("verdicts"), out.indexOf("packets/s"))
                .replaceAll("\n[^\n]*$", "");
    }

    private static String example(String name) {
        return EXAMPLES.resolve(name).toString();
    }
}
