package dev.skep.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Ranges of any size, against the same done to byte arrays.
class OffHeapTest {
    private static final int SIZE = 9_000;
    private static final int LONGEST = 200;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Block block = new Block(SIZE);
    private final byte[] model = new byte[SIZE];

    private void fill() {
        random.nextBytes(model);
        OffHeap.put(model, block.address());
    }

    private void assertSame(String place) {
        assertArrayEquals(model, OffHeap.bytes(block.address(), SIZE), place + ", seed " + seed);
    }

    @Test
    void copiesMayOverlap() {
        fill();
        for (int size = 0; size < LONGEST; size++) {
            int from = random.nextInt(LONGEST);
            int to = random.nextInt(LONGEST);
            System.arraycopy(model, from, model, to, size);
            OffHeap.copy(block.address() + from, block.address() + to, size);
            assertSame(size + " bytes from " + from + " to " + to);
        }
    }

    @Test
    void clearingLeavesTheNeighboursAlone() {
        for (int size : new int[] {0, 1, 7, 8, 9, 63, 64, 65, 200, 4095, 4096, 4097, 8500}) {
            fill();
            int at = random.nextInt(SIZE - size);
            Arrays.fill(model, at, at + size, (byte) 0);
            OffHeap.clear(block.address() + at, size);
            assertSame(size + " bytes at " + at);
        }
    }

    @Test
    void oneDifferentByteMakesRangesDiffer() {
        for (int size = 0; size < LONGEST; size++) {
            long a = block.address() + random.nextInt(8);
            long b = a + SIZE / 2;
            fill();
            OffHeap.copy(a, b, size);
            String place = size + " bytes, seed " + seed;
            assertEquals(true, OffHeap.equal(a, b, size), place);
            for (int at = 0; at < size; at++) {
                OffHeap.putByte(b + at, (byte) ~OffHeap.getByte(b + at));
                assertEquals(false, OffHeap.equal(a, b, size), place + ", byte " + at);
                OffHeap.putByte(b + at, (byte) ~OffHeap.getByte(b + at));
            }
        }
    }
}
