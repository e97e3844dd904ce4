package dev.skep.lab.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.skep.capture.Capture;
import dev.skep.capture.CaptureFormat;
import dev.skep.capture.CaptureWriter;
import dev.skep.capture.CapturedPacket;
import dev.skep.capture.PacketCursor;
import dev.skep.hook.PacketHook;
import dev.skep.hook.PacketRun;
import dev.skep.hook.PacketRunOptions;
import dev.skep.hook.PacketSink;
import dev.skep.packet.Origin;
import dev.skep.packet.PacketBatch;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs over packets take no memory of the heap per packet. What a run takes once is let pass: it
/// is the same for one packet and for a hundred thousand.
class AllocationTest {
    static final int PACKETS = 100_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What a run as a whole may take: a fraction of a byte for each packet.
    private static final long ONCE = 20_000;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void xdpTakesNothingPerPacket(CaptureFormat format) throws IOException {
        Loaded loaded = Loaded.example(Loaded.example("firewall"));
        assertNothingIsTaken(loaded, many("http.pcap", format));
    }

    @Test
    void changedAndRedirectedPacketsTakeNothing() throws IOException {
        Loaded loaded =
                Loaded.of(
                        ProgramType.XDP,
                        """
                        r2 = -8
                        call bpf_xdp_adjust_head
                        r1 = 3
                        r2 = 0
                        call bpf_redirect
                        exit
                        """);
        assertNothingIsTaken(loaded, many("mixed.pcap", CaptureFormat.PCAP));
    }

    @Test
    void trafficControlTakesNothingPerPacket() throws IOException {
        Loaded loaded =
                Loaded.of(
                        ProgramType.SCHED_CLS,
                        """
                        r6 = *(u32 *)(r1 + 76)
                        r7 = *(u32 *)(r1 + 80)
                        r8 = r6
                        r8 += 14
                        r0 = 2
                        if r8 > r7 goto out
                        *(u8 *)(r6 + 0) = 0x5a
                        r2 = 3
                        *(u32 *)(r1 + 8) = r2
                        r0 = 0
                        out:
                        exit
                        """);
        assertNothingIsTaken(loaded, many("mixed.pcapng", CaptureFormat.PCAPNG));
    }

    @Test
    void socketFiltersTakeNothingPerPacket() throws IOException {
        Loaded loaded = Loaded.example(Loaded.example("count"));
        assertNothingIsTaken(loaded, many("mixed.pcap", CaptureFormat.PCAP));
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP", "SCHED_CLS", "SOCKET_FILTER"})
    void batchesTakeNothingPerPacket(ProgramType type) throws IOException {
        String text =
                type == ProgramType.XDP
                        ? "r2 = -8\ncall bpf_xdp_adjust_head\nr0 = 2\nexit\n"
                        : "r0 = *(u32 *)(r1 + 0)\nexit\n";
        JvmProgram program = Loaded.of(type, text).program();
        PacketBatch batch = PacketBatch.of(64, 16_384);
        try (Arena arena = Arena.ofConfined()) {
            Capture capture = Capture.open(many("mixed.pcap", CaptureFormat.PCAP), arena);
            run(program, batch, capture);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(program, batch, capture);
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < ONCE, taken + " bytes for " + PACKETS + " packets");
        }
    }

    private static void run(JvmProgram program, PacketBatch batch, Capture capture) {
        PacketCursor packets = capture.cursor();
        int run = 0;
        while (packets.advance()) {
            batch.add(packets.memory(), packets.offset(), packets.length());
            if (batch.size() == batch.capacity()) {
                program.run(batch);
                run += batch.size();
                batch.clear();
            }
        }
        program.run(batch);
        assertEquals(PACKETS, run + batch.size());
        batch.clear();
    }

    private static void assertNothingIsTaken(Loaded loaded, Path file) throws IOException {
        PacketHook hook = PacketHook.attach(loaded.program().execution(), Origin.LOOPBACK);
        try (Arena arena = Arena.ofConfined()) {
            Capture capture = Capture.open(file, arena);
            run(hook, capture);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            run(hook, capture);
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < ONCE, taken + " bytes for " + PACKETS + " packets");
        }
    }

    private static void run(PacketHook hook, Capture capture) throws IOException {
        assertEquals(
                PACKETS,
                PacketRun.over(capture, hook, PacketRunOptions.defaults(), PacketSink.NONE)
                        .packets());
    }

    /// A capture of many packets: those of an example, over and over.
    private Path many(String example, CaptureFormat format) throws IOException {
        Path file = folder.resolve("many");
        try (Arena arena = Arena.ofConfined();
                CaptureWriter writer = CaptureWriter.create(file, format, 1)) {
            Capture capture = Capture.open(Loaded.capture(example), arena);
            int written = 0;
            while (written < PACKETS) {
                for (CapturedPacket packet : capture) {
                    if (written++ < PACKETS) {
                        writer.write(packet.nanos(), packet.data(), packet.originalLength());
                    }
                }
            }
            writer.finish();
        }
        return file;
    }
}
