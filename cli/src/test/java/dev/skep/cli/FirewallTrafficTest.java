package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.cli.json.Json;
import dev.skep.linux.KernelHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The firewall sees real traffic on a veth pair in the kernel, and in the JVM a capture of the
/// same traffic: both count the same packets, drop the same ones and report the same events.
class FirewallTrafficTest {
    private static final String FIREWALL =
            Path.of("")
                    .toAbsolutePath()
                    .getParent()
                    .resolve("examples/firewall/firewall.bpf.o")
                    .toString();

    @TempDir Path folder;

    @BeforeEach
    void demandKernelAndTools() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        for (String tool : List.of("tcpdump --version", "ip -V", "nsenter -V")) {
            assumeTrue(succeeds(tool.split(" ")), () -> tool.split(" ")[0] + " is not installed");
        }
        assumeTrue(
                succeeds("unshare", "-n", "ip", "link", "add", "v0", "type", "veth"),
                "no network namespace with a veth pair can be made here");
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "GENERIC"})
    void bothHostsCountTheSameTraffic(String mode) throws Exception {
        Path capture = folder.resolve("traffic.pcap");
        Map<?, ?> kernel = traffic(capture, mode);
        CommandLineRun run =
                CommandLineRun.of(
                        "run",
                        FIREWALL,
                        "--packets",
                        capture.toString(),
                        "--map-set",
                        VethTraffic.BLOCKED,
                        "--entries",
                        "1000000",
                        "--json");
        assertEquals(ExitCode.DONE, run.code(), run.err());
        Map<?, ?> jvm = (Map<?, ?>) Json.parse(run.out());
        Map<String, List<Long>> counted = counters((List<?>) kernel.get("counters"));
        assertEquals(counters(entries(jvm, "counters")), counted);
        assertEquals(entries(jvm, "blocklist"), kernel.get("blocklist"));
        assertEquals(events(jvm), kernel.get("events"));
        Map<?, ?> verdicts = (Map<?, ?>) jvm.get("verdicts");
        long packets = sum(counted, 0);
        long dropped = sum(counted, 2);
        assertEquals(dropped, ((Number) verdicts.get("XDP_DROP")).longValue());
        assertEquals(packets - dropped, ((Number) verdicts.get("XDP_PASS")).longValue());
        for (String protocol : List.of("ARP", "ICMP", "TCP", "UDP")) {
            assertTrue(counted.get(protocol).getFirst() > 0, () -> "no " + protocol);
        }
        assertTrue(dropped >= 18, () -> dropped + " dropped");
    }

    /// What the kernel's firewall counted while the same packets were captured.
    private static Map<?, ?> traffic(Path capture, String mode) throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", "-n"));
        command.addAll(
                VethTraffic.ownCommand(List.of("receive", FIREWALL, capture.toString(), mode)));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), err);
        return (Map<?, ?>) Json.parse(out);
    }

    /// Packets, bytes and drops by protocol: all processors together.
    private static Map<String, List<Long>> counters(List<?> entries) {
        Map<String, List<Long>> counters = new LinkedHashMap<>();
        for (Object entry : entries) {
            long[] sums = new long[3];
            for (Object value : (List<?>) ((Map<?, ?>) entry).get("values")) {
                Map<?, ?> counter = (Map<?, ?>) value;
                sums[0] += ((Number) counter.get("packets")).longValue();
                sums[1] += ((Number) counter.get("bytes")).longValue();
                sums[2] += ((Number) counter.get("dropped")).longValue();
            }
            if (sums[0] > 0) {
                counters.put(
                        (String) ((Map<?, ?>) entry).get("key"),
                        List.of(sums[0], sums[1], sums[2]));
            }
        }
        return counters;
    }

    private static long sum(Map<String, List<Long>> counters, int field) {
        return counters.values().stream().mapToLong(c -> c.get(field)).sum();
    }

    private static List<?> entries(Map<?, ?> run, String map) {
        return (List<?>) named((List<?>) run.get("maps"), "name", map).get("entries");
    }

    private static List<?> events(Map<?, ?> run) {
        return (List<?>) named((List<?>) run.get("events"), "map", "events").get("records");
    }

    private static Map<?, ?> named(List<?> all, String field, String name) {
        return all.stream()
                .map(m -> (Map<?, ?>) m)
                .filter(m -> m.get(field).equals(name))
                .findFirst()
                .orElseThrow();
    }
}
