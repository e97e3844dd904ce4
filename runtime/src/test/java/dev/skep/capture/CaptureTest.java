package dev.skep.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.MalformedException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CaptureTest {
    private static final long NANOS = 1_700_000_000_123_456_789L;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(CaptureFormat format) throws IOException {
        byte[] file = written(format, bytes(60), bytes(1), bytes(0), bytes(1514));
        Capture capture = Capture.of(MemorySegment.ofArray(file));
        assertEquals(format, capture.format());
        List<CapturedPacket> packets = packets(capture);
        assertEquals(List.of(60, 1, 0, 1514), packets.stream().map(p -> p.bytes().length).toList());
        assertArrayEquals(bytes(1514), packets.get(3).bytes());
        assertEquals(1, packets.getFirst().linkType());
        assertEquals(1600, packets.getFirst().originalLength());
        long expected = format == CaptureFormat.PCAP ? NANOS / 1000 * 1000 : NANOS;
        assertEquals(expected, packets.getFirst().nanos());
    }

    @Test
    void bigEndianCapturesAreRead() {
        ByteBuffer file = ByteBuffer.allocate(44).order(ByteOrder.BIG_ENDIAN);
        file.putInt(0xa1b23c4d).putShort((short) 2).putShort((short) 4).putLong(0);
        file.putInt(65535).putInt(101).putInt(7).putInt(9).putInt(4).putInt(40).putInt(0x45000000);
        CapturedPacket packet = packets(Capture.of(MemorySegment.ofArray(file.array()))).getFirst();
        assertEquals(7_000_000_009L, packet.nanos());
        assertEquals(101, packet.linkType());
        assertEquals(0x45, packet.bytes()[0]);
    }

    @Test
    void pcapngInterfacesHaveTheirOwnLinkTypesAndClocks() {
        ByteBuffer file = ByteBuffer.allocate(256).order(ByteOrder.BIG_ENDIAN);
        section(file);
        file.putInt(1).putInt(20).putShort((short) 1).putShort((short) 0).putInt(0).putInt(20);
        // Interface 1: raw IP, time in units of 2^-1 seconds, 10 seconds late.
        file.putInt(1).putInt(44).putShort((short) 101).putShort((short) 0).putInt(0);
        file.putShort((short) 9).putShort((short) 1).putInt(0x81000000);
        file.putShort((short) 14).putShort((short) 8).putLong(10).putInt(0).putInt(44);
        file.putInt(0x0bad).putInt(12).putInt(12);
        file.putInt(6).putInt(36).putInt(1).putInt(0).putInt(3).putInt(2).putInt(99);
        file.put(new byte[] {1, 2, 0, 0}).putInt(36);
        file.putInt(3).putInt(20).putInt(3).put(new byte[] {7, 8, 9, 0}).putInt(20);
        byte[] whole = new byte[file.position()];
        file.flip().get(whole);

        List<CapturedPacket> packets = packets(Capture.of(MemorySegment.ofArray(whole)));

        assertEquals(2, packets.size());
        assertEquals(11_500_000_000L, packets.get(0).nanos());
        assertEquals(101, packets.get(0).linkType());
        assertEquals(99, packets.get(0).originalLength());
        assertArrayEquals(new byte[] {7, 8, 9}, packets.get(1).bytes());
        assertEquals(1, packets.get(1).linkType());
    }

    @Test
    void aLyingLengthIsRefusedAndTheGoodPacketsAreCounted() throws IOException {
        byte[] file = written(CaptureFormat.PCAP, bytes(60), bytes(60));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 76 + 8, 61);
        MalformedException refused = refusal(file);
        assertEquals(CaptureCode.TRUNCATED, refused.diagnostic().code());
        assertTrue(refused.diagnostic().render().contains("1 packet before it is good"));
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 76 + 8, -1);
        assertEquals(CaptureCode.LENGTH, refusal(file).diagnostic().code());
    }

    @Test
    void everyTruncationIsRefusedOrShorter() throws IOException {
        for (CaptureFormat format : CaptureFormat.values()) {
            byte[] file = written(format, bytes(60), bytes(17));
            for (int length = 0; length < file.length; length++) {
                byte[] cut = Arrays.copyOf(file, length);
                try {
                    assertTrue(packets(Capture.of(MemorySegment.ofArray(cut))).size() < 2);
                } catch (MalformedException e) {
                    assertFalse(e.diagnostic().render().isEmpty());
                }
            }
        }
    }

    @Test
    void randomDamageNeverEndsInAnythingButADiagnostic() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (CaptureFormat format : CaptureFormat.values()) {
            byte[] good = written(format, bytes(60), bytes(17), bytes(200));
            for (int round = 0; round < 3_000; round++) {
                byte[] bad = good.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                try {
                    packets(Capture.of(MemorySegment.ofArray(bad)));
                } catch (MalformedException expected) {
                    assertTrue(expected.diagnostic().code() instanceof CaptureCode);
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
        }
    }

    @Test
    void othersFilesAreRefusedByKind() {
        assertEquals(CaptureCode.EMPTY, refusal(new byte[0]).diagnostic().code());
        assertEquals(CaptureCode.NOT_A_CAPTURE, refusal(bytes(3)).diagnostic().code());
        assertEquals(CaptureCode.NOT_A_CAPTURE, refusal(bytes(100)).diagnostic().code());
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0};
        assertEquals(CaptureCode.UNSUPPORTED, refusal(gzip).diagnostic().code());
    }

    @Test
    void anUnfinishedFileLeavesNoTrace() throws IOException {
        Path target = folder.resolve("out.pcap");
        try (CaptureWriter writer = CaptureWriter.create(target, CaptureFormat.PCAP, 1)) {
            writer.write(0, MemorySegment.ofArray(bytes(60)), 60);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static MalformedException refusal(byte[] file) {
        return assertThrows(
                MalformedException.class, () -> packets(Capture.of(MemorySegment.ofArray(file))));
    }

    private static List<CapturedPacket> packets(Capture capture) {
        List<CapturedPacket> packets = new ArrayList<>();
        capture.forEach(packets::add);
        return packets;
    }

    private byte[] written(CaptureFormat format, byte[]... packets) throws IOException {
        Path file = folder.resolve("capture-" + format);
        try (CaptureWriter writer = CaptureWriter.create(file, format, 1)) {
            for (byte[] packet : packets) {
                writer.write(NANOS, MemorySegment.ofArray(packet), 1600);
            }
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    private static void section(ByteBuffer file) {
        file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d);
        file.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 7 + 1);
        }
        return bytes;
    }
}
