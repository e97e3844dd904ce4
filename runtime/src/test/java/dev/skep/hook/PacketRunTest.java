package dev.skep.hook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.capture.Capture;
import dev.skep.capture.CaptureFormat;
import dev.skep.capture.CapturedPacket;
import dev.skep.diag.HostException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.TrapException;
import dev.skep.hook.PacketRunOptions.OnTrap;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketRunTest {
    private static final int BPF_REDIRECT = 23;
    private static final int BPF_CLONE_REDIRECT = 13;

    @TempDir Path folder;

    @Test
    void whatIsNeitherPassedNorSentIsDropped() throws IOException {
        assertEquals(Map.of("passed", 1L), exits(ProgramType.XDP, 2));
        assertEquals(Map.of("tx", 1L), exits(ProgramType.XDP, 3));
        for (int verdict : new int[] {0, 1, 4, 5, -1}) {
            assertEquals(Map.of(), exits(ProgramType.XDP, verdict), "verdict " + verdict);
        }
    }

    @Test
    void trafficControlPassesWhatIsNotDroppedTakenOrRedirected() throws IOException {
        for (int verdict : new int[] {-1, 0, 1, 3, 5, 6, 99}) {
            Map<String, Long> exits = exits(ProgramType.SCHED_CLS, verdict);
            assertEquals(Map.of("passed", 1L), exits, "verdict " + verdict);
        }
        for (int verdict : new int[] {2, 4, 7, 8}) {
            assertEquals(Map.of(), exits(ProgramType.SCHED_CLS, verdict), "verdict " + verdict);
        }
    }

    @Test
    void everyExitGetsItsFile() throws IOException {
        // The second byte of a packet is the interface to redirect to; 0 sends it back.
        PacketHook hook =
                hook(
                        ProgramType.XDP,
                        """
                        r2 = *(u32 *)(r1 + 0)
                        r3 = *(u32 *)(r1 + 4)
                        r4 = r2
                        r4 += 2
                        if r4 > r3 goto pass
                        r1 = *(u8 *)(r2 + 1)
                        if r1 == 0 goto back
                        r2 = 0
                        call %d
                        exit
                        back:
                        r0 = 3
                        exit
                        pass:
                        r0 = 2
                        exit
                        """
                                .formatted(BPF_REDIRECT));
        List<byte[]> packets =
                List.of(frame(1), frame(20), frame(60, 7), frame(60, 9), frame(61, 7));
        Path base = folder.resolve("passed.pcap");
        try (OutputFiles files = OutputFiles.create(base, CaptureFormat.PCAP_NANOSECONDS)) {
            PacketSummary summary =
                    PacketRun.over(capture(packets), hook, PacketRunOptions.defaults(), files);
            assertEquals(
                    Map.of("passed", 1L, "tx", 1L, "redirect-7", 2L, "redirect-9", 1L),
                    summary.exits());
            assertEquals(
                    Map.of("XDP_PASS", 1L, "XDP_TX", 1L, "XDP_REDIRECT", 3L), summary.verdicts());
            assertEquals(1 + 20 + 60 + 60 + 61, summary.bytes());
            files.finish();
        }
        assertEquals(
                List.of(
                        "passed.pcap",
                        "passed.redirect-7.pcap",
                        "passed.redirect-9.pcap",
                        "passed.tx.pcap"),
                names());
        List<CapturedPacket> redirected = read("passed.redirect-7.pcap");
        assertArrayEquals(packets.get(2), redirected.get(0).bytes());
        assertArrayEquals(packets.get(4), redirected.get(1).bytes());
        assertEquals(1_000_000_002L, redirected.getFirst().nanos());
    }

    @Test
    void changedPacketsAreWrittenAsTheyAreNow() throws IOException {
        PacketHook hook =
                hook(
                        ProgramType.SCHED_CLS,
                        """
                        r2 = *(u32 *)(r1 + 76)
                        *(u8 *)(r2 + 0) = 0x5a
                        r0 = 0
                        exit
                        """);
        List<byte[]> seen = new ArrayList<>();
        PacketRun.over(
                capture(List.of(frame(60))),
                hook,
                PacketRunOptions.defaults(),
                (exit, nanos, bytes, length) -> seen.add(bytes));
        assertEquals(0x5a, seen.getFirst()[0]);
        assertEquals(60, seen.getFirst().length);
    }

    @Test
    void copiesLeaveBesideThePacket() throws IOException {
        PacketHook hook =
                hook(
                        ProgramType.SCHED_CLS,
                        "r2 = 5\nr3 = 0\ncall %d\nr0 = 0\nexit\n".formatted(BPF_CLONE_REDIRECT));
        assertEquals(Map.of("passed", 1L, "redirect-5", 1L), run(hook, List.of(frame(60))).exits());
    }

    @Test
    void socketFiltersCutPackets() throws IOException {
        PacketHook hook = hook(ProgramType.SOCKET_FILTER, "r0 = 40\nexit\n");
        List<Integer> lengths = new ArrayList<>();
        PacketSummary summary =
                PacketRun.over(
                        capture(List.of(frame(60), frame(40), frame(20))),
                        hook,
                        PacketRunOptions.defaults(),
                        (exit, nanos, bytes, length) -> {
                            lengths.add(bytes.length);
                            lengths.add(length);
                        });
        assertEquals(List.of(40, 60, 40, 40, 20, 20), lengths);
        assertEquals(Map.of("kept", 2L, "kept in part", 1L), summary.verdicts());
        PacketHook whole = hook(ProgramType.SOCKET_FILTER, "r0 = -1\nexit\n");
        assertEquals(Map.of("kept", 1L), run(whole, List.of(frame(60))).verdicts());
        PacketHook none = hook(ProgramType.SOCKET_FILTER, "r0 = 0\nexit\n");
        assertEquals(Map.of("dropped", 1L), run(none, List.of(frame(60))).verdicts());
    }

    @Test
    void whatTheCaptureCutOffStaysPartOfThePacket() throws IOException {
        CapturedPacket cut = new CapturedPacket(0, MemorySegment.ofArray(frame(60)), 1500, 1);
        List<Integer> lengths = new ArrayList<>();
        PacketRun.over(
                List.of(cut),
                verdict(ProgramType.XDP, 2),
                PacketRunOptions.defaults(),
                (exit, nanos, bytes, length) -> lengths.add(length));
        assertEquals(List.of(1500), lengths);
    }

    @Test
    void trapsNameThePacketAndStopTheRun() {
        PacketHook hook = hook(ProgramType.XDP, LONG_PACKETS_TRAP);
        TrapException trap =
                assertThrows(TrapException.class, () -> run(hook, List.of(frame(20), frame(60))));
        assertTrue(
                trap.diagnostic().causes().contains("at packet 2 (60 bytes)"),
                trap.diagnostic().render());
    }

    @Test
    void trapsAreCountedOnRequest() throws IOException {
        PacketSummary summary =
                PacketRun.over(
                        capture(List.of(frame(60), frame(20), frame(60))),
                        hook(ProgramType.XDP, LONG_PACKETS_TRAP),
                        PacketRunOptions.defaults().withOnTrap(OnTrap.COUNT),
                        PacketSink.NONE);
        assertEquals(3, summary.packets());
        assertEquals(2, summary.traps());
        assertEquals(Map.of("XDP_PASS", 1L), summary.verdicts());
        assertTrue(summary.firstTrap().orElseThrow().causes().contains("at packet 1 (60 bytes)"));
    }

    @Test
    void failedRunsLeaveNoFiles() throws IOException {
        Files.writeString(folder.resolve("passed.pcap"), "older");
        try (OutputFiles files =
                OutputFiles.create(folder.resolve("passed.pcap"), CaptureFormat.PCAPNG)) {
            assertThrows(
                    TrapException.class,
                    () ->
                            PacketRun.over(
                                    capture(List.of(frame(20), frame(60))),
                                    hook(ProgramType.XDP, LONG_PACKETS_TRAP),
                                    PacketRunOptions.defaults(),
                                    files));
        }
        assertEquals(List.of("passed.pcap"), names());
        assertEquals("older", Files.readString(folder.resolve("passed.pcap")));
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("missing");
        NoSuchFileException refused =
                assertThrows(
                        NoSuchFileException.class,
                        () ->
                                OutputFiles.create(
                                        missing.resolve("passed.pcap"), CaptureFormat.PCAP));
        assertEquals(missing.toString(), refused.getFile());
    }

    @Test
    void roundsCountAllAndWriteOnce() throws IOException {
        List<byte[]> written = new ArrayList<>();
        PacketSummary summary =
                PacketRun.over(
                        capture(List.of(frame(60), frame(61), frame(62))),
                        verdict(ProgramType.XDP, 2),
                        PacketRunOptions.defaults().withRepeat(5).withLimit(2),
                        (exit, nanos, bytes, length) -> written.add(bytes));
        assertEquals(10, summary.packets());
        assertEquals(Map.of("XDP_PASS", 10L), summary.verdicts());
        assertEquals(2, written.size());
    }

    @Test
    void nothingBehindTheLimitIsLookedAt() throws IOException {
        Iterator<CapturedPacket> one = capture(List.of(frame(60))).iterator();
        Iterable<CapturedPacket> damaged =
                () ->
                        new Iterator<>() {
                            @Override
                            public boolean hasNext() {
                                return one.hasNext() || fail();
                            }

                            @Override
                            public CapturedPacket next() {
                                return one.next();
                            }
                        };
        PacketSummary summary =
                PacketRun.over(
                        damaged,
                        verdict(ProgramType.XDP, 2),
                        PacketRunOptions.defaults().withLimit(1),
                        PacketSink.NONE);
        assertEquals(1, summary.packets());
    }

    @Test
    void progressIsTold() throws IOException {
        List<Long> told = new ArrayList<>();
        PacketRun.over(
                capture(List.of(frame(60))),
                verdict(ProgramType.XDP, 2),
                PacketRunOptions.defaults().withRepeat(3).withProgress(told::add),
                PacketSink.NONE);
        assertEquals(List.of(1L, 2L, 3L), told);
    }

    @Test
    void egressProgramsSeePacketsThatCameInNowhere() throws IOException {
        // The verdict is the interface the packet came in through, and 100 times its own.
        String text =
                """
                r0 = *(u32 *)(r1 + 36)
                r2 = *(u32 *)(r1 + 40)
                r2 *= 100
                r0 += r2
                exit
                """;
        assertEquals(101, hook(ProgramType.SCHED_CLS, text).pass(frame(60)).verdict());
        Program program = program(ProgramType.SCHED_CLS, text, 47);
        assertEquals(100, Example.attach(program).hook().pass(frame(60)).verdict());
    }

    @Test
    void otherLinkLayersAreRefusedWithThePacketsNumber() {
        CapturedPacket wireless = new CapturedPacket(0, MemorySegment.ofArray(frame(60)), 60, 127);
        MalformedException refused =
                assertThrows(
                        MalformedException.class,
                        () ->
                                PacketRun.over(
                                        List.of(wireless),
                                        verdict(ProgramType.XDP, 2),
                                        PacketRunOptions.defaults(),
                                        PacketSink.NONE));
        assertEquals("P007", refused.diagnostic().code().id());
        assertTrue(refused.diagnostic().message().contains("802.11"));
        assertEquals(List.of("it is packet 1"), refused.diagnostic().causes());
    }

    @Test
    void otherProgramsAreNotAttached() {
        for (ProgramType type : new ProgramType[] {ProgramType.KPROBE, null}) {
            HostException refused =
                    assertThrows(HostException.class, () -> verdict(type, 0), "" + type);
            assertEquals("P101", refused.diagnostic().code().id());
        }
    }

    /// Reads far behind packets of 50 bytes and more; passes shorter ones.
    private static final String LONG_PACKETS_TRAP =
            """
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r3 -= r2
            r0 = 2
            if r3 < 50 goto +1
            r0 = *(u8 *)(r2 + 5000)
            exit
            """;

    private static boolean fail() {
        throw new AssertionError("looked behind the limit");
    }

    private static Map<String, Long> exits(ProgramType type, int verdict) throws IOException {
        return run(verdict(type, verdict), List.of(frame(60))).exits();
    }

    private static PacketSummary run(PacketHook hook, List<byte[]> packets) throws IOException {
        return PacketRun.over(capture(packets), hook, PacketRunOptions.defaults(), PacketSink.NONE);
    }

    private static PacketHook verdict(ProgramType type, int verdict) {
        return hook(type, "r0 = " + verdict + "\nexit\n");
    }

    private static PacketHook hook(ProgramType type, String text) {
        return Example.attach(program(type, text, 0)).hook();
    }

    private static Program program(ProgramType type, String text, int attachType) {
        Program plain = Program.of("test", type, Assembler.assemble(text));
        return new Program(
                "test",
                "",
                type,
                attachType,
                plain.code(),
                plain.subprograms(),
                List.of(),
                List.of(),
                "GPL",
                0,
                plain.btf(),
                0,
                "",
                Map.of());
    }

    private static List<CapturedPacket> capture(List<byte[]> packets) {
        List<CapturedPacket> captured = new ArrayList<>();
        for (byte[] packet : packets) {
            long nanos = 1_000_000_000L + captured.size();
            captured.add(
                    new CapturedPacket(nanos, MemorySegment.ofArray(packet), packet.length, 1));
        }
        return captured;
    }

    /// A packet whose first bytes are 0 and `second`.
    private static byte[] frame(int length, int second) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, 1, length, (byte) second);
        return frame;
    }

    private static byte[] frame(int length) {
        return frame(length, 0);
    }

    private List<CapturedPacket> read(String name) throws IOException {
        byte[] file = Files.readAllBytes(folder.resolve(name));
        List<CapturedPacket> packets = new ArrayList<>();
        Capture.of(MemorySegment.ofArray(file)).forEach(packets::add);
        return packets;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
