package dev.skep.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.memory.OffHeap;
import org.junit.jupiter.api.Test;

class PacketBufferTest {
    private final PacketBuffer buffer = new PacketBuffer();

    @Test
    void aPacketHasRoomInFrontAndBehind() {
        buffer.load(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, buffer.bytes());
        assertEquals(256, buffer.headroom());
        assertEquals(4096 - 256 - 320 - 3, buffer.tailroom());
    }

    @Test
    void loadingTheNextPacketReusesTheMemory() {
        buffer.load(new byte[1500]);
        long data = buffer.data();
        buffer.load(new byte[60]);
        assertEquals(data, buffer.data());
        assertEquals(60, buffer.length());
    }

    @Test
    void largePacketsFit() {
        byte[] large = new byte[65_535];
        large[65_534] = 7;
        buffer.load(large);
        assertArrayEquals(large, buffer.bytes());
        assertEquals(0, buffer.tailroom());
    }

    @Test
    void headroomOfTheLastPacketIsForgotten() {
        buffer.load(new byte[] {1, 2, 3});
        buffer.moveStart(-2);
        OffHeap.putShort(buffer.data(), (short) -1);
        buffer.load(new byte[] {1, 2, 3});
        assertEquals(0, OffHeap.getShort(buffer.data() - 2));
    }

    @Test
    void metadataMovesWithTheStart() {
        buffer.load(new byte[] {1, 2, 3});
        buffer.moveMetadata(-4);
        OffHeap.putInt(buffer.dataMeta(), 0x01020304);
        buffer.moveStart(-8);
        assertEquals(0x01020304, OffHeap.getInt(buffer.dataMeta()));
        assertEquals(4, buffer.metadata().length);
        assertEquals(11, buffer.length());
    }

    @Test
    void growthBeyondTheRoomKeepsTheBytes() {
        buffer.load(new byte[] {1, 2, 3});
        buffer.reserve(5000, 9000);
        assertArrayEquals(new byte[] {1, 2, 3}, buffer.bytes());
        assertTrue(buffer.headroom() >= 5000);
        assertTrue(buffer.tailroom() >= 9000);
    }

    @Test
    void boundsAreExact() {
        buffer.load(new byte[10]);
        assertTrue(buffer.has(0, 10));
        assertTrue(buffer.has(10, 0));
        assertFalse(buffer.has(1, 10));
        assertFalse(buffer.has(-1, 1));
        assertFalse(buffer.has(Long.MAX_VALUE, 1));
        assertFalse(buffer.has(0, Long.MAX_VALUE));
    }
}
