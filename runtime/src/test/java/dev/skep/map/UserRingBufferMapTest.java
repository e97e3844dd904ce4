package dev.skep.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.memory.OffHeap;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// What user space may put into a user ring buffer, and what comes of it.
class UserRingBufferMapTest {
    private static final int SIZE = 4096;

    private final UserRingBufferMap ring =
            (UserRingBufferMap)
                    new JvmMaps(MapOptions.defaults())
                            .create(MapDefinition.of("ring", MapType.USER_RINGBUF, 0, 0, SIZE));

    @Test
    void aPositionOffItsStepsIsInvalid() {
        write(12, 0, 4);
        assertEquals(Errno.EINVAL.result(), drain());
    }

    @Test
    void aRecordBeyondTheWritersPositionIsInvalid() {
        write(16, 0, 9);
        assertEquals(Errno.EINVAL.result(), drain());
        write(16, 0, 8);
        assertEquals(1, drain());
    }

    @Test
    void aRecordLargerThanTheRingIsTooBig() {
        write(1L << 40, 0, SIZE - 7);
        assertEquals(Errno.E2BIG.result(), drain());
    }

    @Test
    void aRecordThatCannotBeInvalidatesDiscardedOnesToo() {
        write(16, 0, 9 | 1 << 30);
        assertEquals(Errno.EINVAL.result(), drain());
    }

    @Test
    void aWriterBehindTheReaderHasNothing() {
        write(-8, 0, 8);
        assertEquals(0, drain());
    }

    @Test
    void oneDrainEndsAfter131072Records() {
        EventSink sink = ring.sink();
        long[] left = {200_000};
        assertTrue(sink.send(new byte[0]));
        long handed =
                ring.drain(
                        0,
                        (_, _, _) -> {
                            if (left[0]-- > 0) {
                                assertTrue(sink.send(new byte[0]));
                            }
                            return 0;
                        });
        assertEquals(131_072, handed);
    }

    /// Random words for headers and positions: what is handed out lies in the ring, whatever they
    /// say, and a drain ends.
    @Test
    void hostileContentsNeverLeadOutOfTheRing() {
        long seed = System.nanoTime();
        System.out.println("UserRingBufferMapTest: seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        for (int round = 0; round < 20_000; round++) {
            for (int word = 0; word < 16; word++) {
                int at = random.nextInt(2 * SIZE / 8) * 8;
                OffHeap.putInt(ring.dataAddress() + at, hostile(random));
            }
            long near = random.nextLong(3 * SIZE) & -8;
            OffHeap.putLong(
                    ring.writersAddress(),
                    random.nextInt(4) == 0 ? random.nextLong() : ring.read() + near);
            ring.drain(
                    0,
                    (_, record, size) -> {
                        long start = record - ring.dataAddress();
                        assertTrue(start >= 8 && start < SIZE + 8, () -> "at " + start);
                        assertTrue(size >= 0 && start + size <= 2 * SIZE, () -> "to " + size);
                        return random.nextInt(4) == 0 ? 1 : 0;
                    });
        }
    }

    private static int hostile(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(SIZE);
            case 2 -> random.nextInt(SIZE) | 1 << 30;
            default -> random.nextInt(64);
        };
    }

    /// Puts the writers' position and the header of the record at a place.
    private void write(long position, int place, int header) {
        OffHeap.putInt(ring.dataAddress() + place, header);
        OffHeap.putLong(ring.writersAddress(), position);
    }

    private long drain() {
        return ring.drain(0, (_, _, _) -> 0);
    }
}
