package dev.skep.verify.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// All tristate numbers of four bits, in all pairs.
class TnumTest {
    private static final int LIMIT = 16;
    private static final List<Tnum> SMALL = small();

    private static List<Tnum> small() {
        List<Tnum> all = new ArrayList<>();
        for (long mask = 0; mask < LIMIT; mask++) {
            for (long value = 0; value < LIMIT; value++) {
                if ((value & mask) == 0) {
                    all.add(new Tnum(value, mask));
                }
            }
        }
        return all;
    }

    private static long[] members(Tnum tnum) {
        return LongStream.range(0, LIMIT).filter(tnum::contains).toArray();
    }

    private static void checkSound(BinaryOperator<Tnum> operation, LongBinaryOperator concrete) {
        for (Tnum a : SMALL) {
            for (Tnum b : SMALL) {
                Tnum result = operation.apply(a, b);
                for (long x : members(a)) {
                    for (long y : members(b)) {
                        assertTrue(
                                result.contains(concrete.applyAsLong(x, y)),
                                () ->
                                        a
                                                + " and "
                                                + b
                                                + " give "
                                                + result
                                                + ", not of "
                                                + x
                                                + ", "
                                                + y);
                    }
                }
            }
        }
    }

    @Test
    void arithmeticHoldsForAllMembers() {
        checkSound(Tnum::add, (x, y) -> x + y);
        checkSound(Tnum::subtract, (x, y) -> x - y);
        checkSound(Tnum::multiply, (x, y) -> x * y);
        checkSound((a, _) -> a.negate(), (x, _) -> -x);
    }

    @Test
    void bitwiseOperationsHoldForAllMembers() {
        checkSound(Tnum::and, (x, y) -> x & y);
        checkSound(Tnum::or, (x, y) -> x | y);
        checkSound(Tnum::xor, (x, y) -> x ^ y);
    }

    @Test
    void shiftsHoldForAllMembers() {
        for (int amount = 0; amount < 64; amount++) {
            int shift = amount;
            checkShift(a -> a.shiftLeft(shift), x -> x << shift);
            checkShift(a -> a.shiftRight(shift), x -> x >>> shift);
            checkShift(a -> a.shiftRightArithmetic(shift, Width.W64), x -> x >> shift);
            checkShift(
                    a -> a.shiftRightArithmetic(shift & 31, Width.W32),
                    x -> (int) x >> (shift & 31) & 0xffff_ffffL);
        }
    }

    /// On members that reach into the sign bits of both halves.
    private static void checkShift(UnaryOperator<Tnum> operation, LongUnaryOperator concrete) {
        for (Tnum small : SMALL) {
            for (int place : new int[] {0, 29, 60}) {
                Tnum result = operation.apply(small.shiftLeft(place));
                for (long x : members(small)) {
                    assertTrue(result.contains(concrete.applyAsLong(x << place)));
                }
            }
        }
    }

    @Test
    void rangeHasAllItsMembersAndNoSmallerNumberDoes() {
        for (long min = 0; min < LIMIT; min++) {
            for (long max = min; max < LIMIT; max++) {
                Tnum range = Tnum.range(min, max);
                for (long x = min; x <= max; x++) {
                    assertTrue(range.contains(x));
                }
                long first = min;
                long last = max;
                long size =
                        SMALL.stream()
                                .filter(
                                        t ->
                                                LongStream.rangeClosed(first, last)
                                                        .allMatch(t::contains))
                                .mapToLong(t -> members(t).length)
                                .min()
                                .orElseThrow();
                assertEquals(size, members(range).length);
            }
        }
        assertEquals(Tnum.UNKNOWN, Tnum.range(0, -1));
        assertEquals(Tnum.of(-1), Tnum.range(-1, -1));
    }

    @Test
    void containmentAndOverlapAgreeWithMembers() {
        for (Tnum a : SMALL) {
            for (Tnum b : SMALL) {
                long common = LongStream.of(members(b)).filter(a::contains).count();
                assertEquals(common == members(b).length, a.contains(b));
                assertEquals(common > 0, a.overlaps(b));
                if (common > 0) {
                    assertEquals(common, members(a.intersect(b)).length);
                }
            }
        }
    }

    @Test
    void nextIsTheSmallestMemberAbove() {
        for (Tnum tnum : SMALL) {
            for (long bound = 0; bound < LIMIT; bound++) {
                long above = bound;
                long expected =
                        LongStream.of(members(tnum))
                                .filter(x -> x > above)
                                .min()
                                .orElse(tnum.high());
                assertEquals(expected, tnum.next(bound), () -> tnum + " above " + above);
            }
        }
        assertEquals(-1, Tnum.UNKNOWN.next(-2));
        assertEquals(Long.MIN_VALUE, new Tnum(0, Long.MIN_VALUE).next(0));
    }

    @Test
    void halvesAndBytesAreTakenFromTheRightPlaces() {
        Tnum tnum = new Tnum(0x1122_3344_0000_0008L, 0xff_0000_00ffL & ~8);
        assertEquals(new Tnum(8, 0xf7), tnum.low32());
        assertEquals(new Tnum(0x1122_3344_0000_0000L, 0xff_0000_0000L), tnum.clearLow32());
        assertEquals(new Tnum(0x1122_3344_0000_0005L, 0xff_0000_0000L), tnum.withLow32(Tnum.of(5)));
        assertEquals(new Tnum(8, 0xf7), tnum.cast(2));
        assertEquals(tnum, tnum.cast(8));
        assertEquals(new Tnum(0x800, 0xf700), tnum.swapBytes(16));
        assertEquals(new Tnum(0x0800_0000_4433_2211L, 0xf700_0000_ff00_0000L), tnum.swapBytes(64));
    }

    @Test
    void alignmentLooksAtUnknownBitsToo() {
        assertTrue(new Tnum(8, 4).isAligned(4));
        assertTrue(!new Tnum(8, 4).isAligned(8));
        assertTrue(new Tnum(1, 0).isAligned(0));
    }
}
