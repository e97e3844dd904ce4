package dev.skep.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.capture.Capture;
import dev.skep.capture.CapturedPacket;
import dev.skep.host.EventStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples over their captures. What the programs shall return was asked of a live Linux 6.18;
/// `-Dskep.golden=rewrite` asks it again.
class ExamplesTest {
    private static final Path EXPECTED = Path.of("src/test/resources/dev/skep/hook");

    @ParameterizedTest
    @CsvSource({"firewall, mixed", "firewall, http", "http-host, mixed", "http-host, http"})
    void everyVerdictIsTheKernels(String name, String capture)
            throws IOException, InterruptedException {
        List<byte[]> frames = frames(capture + ".pcap");
        Path file = EXPECTED.resolve(name + "." + capture + ".verdicts");
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.writeString(file, Runs.print(kernelVerdicts(name, frames)));
        }
        List<String> expected = Runs.read(Files.readString(file));
        assertEquals(frames.size(), expected.size());
        PacketHook hook = Example.of(name).hook();
        for (int i = 0; i < frames.size(); i++) {
            String actual = "" + hook.pass(frames.get(i)).verdict();
            if (!expected.get(i).equals("-")) {
                assertEquals(expected.get(i), actual, "packet " + (i + 1));
            }
        }
    }

    @Test
    void thisKernelStillReturnsThat() throws IOException, InterruptedException {
        assumeTrue(KernelVerdicts.missing().isEmpty(), KernelVerdicts.missing());
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> frames = frames("mixed.pcap");
        List<String> expected =
                Runs.read(Files.readString(EXPECTED.resolve("firewall.mixed.verdicts")));
        try (KernelVerdicts kernel = new KernelVerdicts(Example.object("firewall"))) {
            for (int i = 0; i < 8; i++) {
                int packet = random.nextInt(frames.size());
                assertEquals(
                        expected.get(packet),
                        kernel.verdict(frames.get(packet)),
                        "packet " + (packet + 1) + ", seed " + seed);
            }
        }
    }

    @Test
    void firewallCountsEveryPacket() throws IOException {
        Example firewall = Example.of("firewall");
        PacketSummary summary = run(firewall, "mixed.pcap");
        assertEquals(585, summary.packets());
        assertEquals(Map.of("XDP_PASS", 480L, "XDP_DROP", 105L), summary.verdicts());
        long counted = 0;
        for (int protocol = 0; protocol < 7; protocol++) {
            counted += firewall.number("counters", protocol, 0);
        }
        assertEquals(585, counted);
        assertEquals(summary.verdicts().get("XDP_DROP"), records(firewall.map("events").events()));
        assertEquals("malformed packet of 0 bytes", firewall.trace().getFirst());
    }

    @Test
    void httpHostDropsByName() throws IOException {
        PacketSummary summary = run(Example.of("http-host"), "http.pcap");
        assertEquals(Map.of("TC_ACT_OK", 449L, "TC_ACT_SHOT", 65L), summary.verdicts());
        assertEquals(Map.of("passed", 449L), summary.exits());
    }

    @Test
    void countKeepsTheStartOfEveryPacket() throws IOException {
        Example count = Example.of("count");
        PacketSummary summary = run(count, "mixed.pcap");
        assertEquals(585, summary.packets());
        long counted = 0;
        for (int bucket = 0; bucket < 12; bucket++) {
            counted += count.number("lengths", bucket, 0);
        }
        assertEquals(585, counted);
        assertEquals(375, count.number("lengths", 5, 0));
    }

    @Test
    void everyCaptureFormatGivesTheSameVerdicts() throws IOException {
        Map<String, Long> expected = run(Example.of("firewall"), "mixed.pcap").verdicts();
        assertEquals(expected, run(Example.of("firewall"), "mixed.pcapng").verdicts());
        assertEquals(expected, run(Example.of("firewall"), "mixed-nanoseconds.pcap").verdicts());
    }

    @Test
    void rawIpPacketsGetAnEthernetHeader() throws IOException {
        Example firewall = Example.of("firewall");
        assertEquals(Map.of("XDP_PASS", 4L), run(firewall, "raw-ip.pcap").verdicts());
        assertEquals(2, firewall.number("counters", 3, 0));
    }

    @Test
    void classicFilterKeepsWhatTcpdumpKeeps() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tcpdump")), "tcpdump is not installed");
        Path capture = Example.capture("mixed.pcap");
        Process tcpdump =
                new ProcessBuilder(
                                "/usr/bin/tcpdump",
                                "--count",
                                "-r",
                                capture.toString(),
                                "tcp port 80")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String text = new String(tcpdump.getInputStream().readAllBytes());
        assertEquals(0, tcpdump.waitFor());
        long kept = run(Example.classic(), "mixed.pcap").exits().getOrDefault("passed", 0L);
        assertEquals(Long.parseLong(text.split(" ")[0]), kept);
    }

    private static List<String> kernelVerdicts(String name, List<byte[]> frames)
            throws IOException, InterruptedException {
        List<String> verdicts = new ArrayList<>();
        try (KernelVerdicts kernel = new KernelVerdicts(Example.object(name))) {
            for (byte[] frame : frames) {
                verdicts.add(kernel.verdict(frame));
            }
        }
        return verdicts;
    }

    private static PacketSummary run(Example example, String capture) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return PacketRun.over(
                    Capture.open(Example.capture(capture), arena),
                    example.hook(),
                    PacketRunOptions.defaults(),
                    PacketSink.NONE);
        }
    }

    private static List<byte[]> frames(String capture) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            List<byte[]> frames = new ArrayList<>();
            for (CapturedPacket packet : Capture.open(Example.capture(capture), arena)) {
                frames.add(packet.bytes());
            }
            return frames;
        }
    }

    private static long records(EventStream events) {
        long count = 0;
        while (events.poll().isPresent()) {
            count++;
        }
        return count;
    }
}
