package dev.skep.lab.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Damaged input: whatever happens to the bytes, a reader reads them or refuses them. The seed
/// comes from the clock, or from `-Dskep.seed`.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Execution(ExecutionMode.SAME_THREAD)
class MutationTest {
    private static final int ROUNDS = Integer.getInteger("skep.rounds", 200);

    /// How much a reader may allocate: a multiple of its input, and room for the constant rest.
    private static final long BYTES_PER_BYTE = 1000;

    private static final long ALLOWANCE = 64L << 20;

    private static final byte[] FILTER =
            HexFormat.of()
                    .parseHex(
                            "28000000"
                                    + "0c000000"
                                    + "15000001"
                                    + "00080000"
                                    + "06000000"
                                    + "ffff0000"
                                    + "06000000"
                                    + "00000000");

    private static final byte[] CAPTURE =
            HexFormat.of()
                    .parseHex(
                            "d4c3b2a102000400"
                                    + "0000000000000000"
                                    + "0000040001000000"
                                    + "0100000002000000"
                                    + "0400000004000000"
                                    + "01020304");

    private static final byte[] NEW_CAPTURE =
            HexFormat.of()
                    .parseHex(
                            "0a0d0d0a1c000000"
                                    + "4d3c2b1a01000000"
                                    + "ffffffffffffffff"
                                    + "1c000000"
                                    + "0100000014000000"
                                    + "0100000000000400"
                                    + "14000000"
                                    + "0600000024000000"
                                    + "0000000000000000"
                                    + "0000000004000000"
                                    + "0400000001020304"
                                    + "24000000");

    private final long seed = Long.getLong("skep.seed", System.nanoTime());
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

    @ParameterizedTest
    @EnumSource(Target.class)
    void damagedInputIsReadOrRefusedWithinBounds(Target target) {
        for (byte[] seedBytes : seeds(target)) {
            for (int round = 0; round < ROUNDS / 10; round++) {
                byte[] damaged = damage(seedBytes);
                long before = allocated();
                try {
                    target.read(damaged);
                } catch (RuntimeException | Error e) {
                    fail(describe(target, damaged), e);
                }
                long used = allocated() - before;
                assertTrue(
                        used < ALLOWANCE + BYTES_PER_BYTE * damaged.length,
                        () -> used + " bytes allocated for " + describe(target, damaged));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void everyTruncationIsReadOrRefused(Target target) {
        byte[] whole = seeds(target)[0];
        for (int length = 0; length < whole.length; length += 1 + length / 100) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                target.read(cut);
            } catch (RuntimeException | Error e) {
                fail("cut to " + length + " bytes", e);
            }
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (Target target : Target.values()) {
                try {
                    target.read(bytes);
                } catch (RuntimeException | Error e) {
                    fail(describe(target, bytes), e);
                }
            }
        }
    }

    private byte[][] seeds(Target target) {
        return switch (target) {
            case ELF, OBJECT -> Cases.objects().stream().map(Cases::read).toArray(byte[][]::new);
            case BTF ->
                    new byte[][] {
                        Cases.section("types.o", ".BTF"),
                        Cases.section("types.big.o", ".BTF"),
                        Cases.section("types.gcc.o", ".BTF"),
                        Cases.section("maps.o", ".BTF")
                    };
            case BTF_EXT -> new byte[][] {Cases.section("core.o", ".BTF.ext")};
            case INSTRUCTIONS -> new byte[][] {Cases.section("core.o", "raw_tp")};
            case TEXT ->
                    new byte[][] {
                        "r0 = *(u32 *)(r1 + 4)\nif w1 s> 5 goto +1\nw0 = 7\nexit\n"
                                .getBytes(StandardCharsets.ISO_8859_1)
                    };
            case CLASSIC -> new byte[][] {FILTER};
            case CLASSIC_TEXT ->
                    new byte[][] {
                        "ldh [12]\njeq #0x800, 0, 1\nret #65535\nret #0\n"
                                .getBytes(StandardCharsets.ISO_8859_1)
                    };
            case CAPTURE -> new byte[][] {CAPTURE, NEW_CAPTURE};
        };
    }

    /// A copy with one to eight bytes, words or stretches changed.
    private byte[] damage(byte[] original) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
                case 3 -> fill(bytes, at & ~3, (byte) (random.nextBoolean() ? 0xff : 0));
                default -> copy(bytes, random.nextInt(bytes.length), at);
            }
        }
        return bytes;
    }

    private static void fill(byte[] bytes, int from, byte value) {
        for (int i = from; i < Math.min(bytes.length, from + 4); i++) {
            bytes[i] = value;
        }
    }

    private void copy(byte[] bytes, int from, int to) {
        int length = Math.min(random.nextInt(1, 25), bytes.length - Math.max(from, to));
        System.arraycopy(bytes, from, bytes, to, length);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private String describe(Target target, byte[] bytes) {
        return target + " with seed " + seed + ": " + HexFormat.of().formatHex(bytes);
    }
}
