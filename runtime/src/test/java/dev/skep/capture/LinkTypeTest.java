package dev.skep.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.diag.MalformedException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTypeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0102030405060708090a0b0c0800ff, 0102030405060708090a0b0c0800ff",
        "101, 45aa, 000000000000000000000000080045aa",
        "12, 60aa, 00000000000000000000000086dd60aa",
        "14, 45, 000000000000000000000000080045",
        "228, 45, 000000000000000000000000080045",
        "229, 60, 00000000000000000000000086dd60",
        "101, 99, 000000000000000000000000000099",
        "0, 0200000045aa, 000000000000000000000000080045aa",
        "0, 1e00000060, 00000000000000000000000086dd60",
        "108, 0000000245aa, 000000000000000000000000080045aa",
        "113, 0000000100060102030405060000080645, 000000000000000000000000080645",
        "276, 86dd000000000001000100060102030405060000aa, 00000000000000000000000086ddaa",
    })
    void programsGetAnEthernetFrame(int linkType, String packet, String frame) {
        assertEquals(frame, HexFormat.of().formatHex(frameOf(linkType, packet)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0200", "101, ''", "113, 00000001", "276, 0800"})
    void packetsThatEndWithinTheirHeaderBecomeAHeaderOfNothing(int linkType, String packet) {
        assertArrayEquals(new byte[14], frameOf(linkType, packet));
    }

    @Test
    void wirelessPacketsAreRefused() {
        MalformedException refused =
                assertThrows(MalformedException.class, () -> frameOf(105, "00"));
        assertEquals(CaptureCode.LINK_TYPE, refused.diagnostic().code());
    }

    private static byte[] frameOf(int linkType, String packet) {
        byte[] data = HexFormat.of().parseHex(packet);
        return LinkType.frameOf(
                new CapturedPacket(0, MemorySegment.ofArray(data), data.length, linkType));
    }
}
