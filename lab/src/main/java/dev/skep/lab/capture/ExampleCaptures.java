package dev.skep.lab.capture;

import dev.skep.capture.CaptureFormat;
import dev.skep.capture.CaptureWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the captures under `examples/packets`. The same every time: what a test expects of them
/// stays true.
///
///     java ... dev.skep.lab.capture.ExampleCaptures examples/packets
public final class ExampleCaptures {
    private static final int ETHERNET = 1;
    private static final int RAW_IP = 101;

    /// 2026-01-01, noon.
    private static final long START = 1_767_268_800_000_000_000L;

    /// A packet every 250 microseconds and a bit, so that nanoseconds matter.
    private static final long STEP = 250_013;

    private ExampleCaptures() {}

    /// Writes all captures into the folder that is the only argument.
    public static void main(String[] args) throws IOException {
        writeAll(Path.of(args[0]));
    }

    /// Writes all captures into `folder`.
    static void writeAll(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<byte[]> mixed = MixedTraffic.frames();
        write(folder.resolve("mixed.pcap"), CaptureFormat.PCAP, ETHERNET, mixed);
        write(folder.resolve("mixed.pcapng"), CaptureFormat.PCAPNG, ETHERNET, mixed);
        write(
                folder.resolve("mixed-nanoseconds.pcap"),
                CaptureFormat.PCAP_NANOSECONDS,
                ETHERNET,
                mixed);
        write(folder.resolve("http.pcap"), CaptureFormat.PCAP, ETHERNET, HttpTraffic.frames());
        write(folder.resolve("raw-ip.pcap"), CaptureFormat.PCAP, RAW_IP, MixedTraffic.rawPackets());
    }

    private static void write(Path file, CaptureFormat format, int linkType, List<byte[]> packets)
            throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file, format, linkType)) {
            long time = START;
            for (byte[] packet : packets) {
                writer.write(time, MemorySegment.ofArray(packet), packet.length);
                time += STEP;
            }
            writer.finish();
        }
    }
}
