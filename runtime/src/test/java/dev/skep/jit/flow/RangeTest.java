package dev.skep.jit.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.AluOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every result of an operation on numbers of two sets lies in the set that the operation on the
/// sets gives: tried with all members of small sets, and with some of large ones.
class RangeTest {
    private static final int PAIRS = 1_000;
    private static final int MEMBERS = 24;
    private static final long LOW_HALF = 0xffff_ffffL;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @EnumSource(AluOp.class)
    void everyResultOfArithmeticIsHeld(AluOp op) {
        for (int i = 0; i < PAIRS; i++) {
            Range a = range();
            Range b = range();
            Range wide = a.apply64(op, b);
            Range low = a.apply32(op, b);
            for (long x : members(a)) {
                for (long y : members(b)) {
                    hold(wide, op.apply64(x, y), () -> a + " " + op + " " + b);
                    long half = op.apply32((int) x, (int) y) & LOW_HALF;
                    hold(low, half, () -> a + " 32-bit " + op + " " + b);
                }
            }
        }
    }

    @RepeatedTest(4)
    void everyResultOfUnaryOperationsIsHeld() {
        for (int i = 0; i < PAIRS; i++) {
            Range a = range();
            for (long x : members(a)) {
                hold(a.negate(), -x, () -> "-" + a);
                hold(a.word(), x & LOW_HALF, () -> "low half of " + a);
                assertTrue(a.holds(x), () -> a + " holds " + x + ", seed " + seed);
            }
        }
    }

    @RepeatedTest(4)
    void joinsAndPartsHoldTheirMembers() {
        for (int i = 0; i < PAIRS; i++) {
            Range a = range();
            Range b = range();
            Range both = a.join(b);
            members(a).forEach(x -> hold(both, x, () -> a + " or " + b));
            members(b).forEach(x -> hold(both, x, () -> a + " or " + b));
            Range part = a.cut(b.low(), b.high());
            for (long x : members(a)) {
                if (x >= b.low() && x <= b.high()) {
                    hold(part, x, () -> a + " cut by " + b);
                }
                if (x != b.low()) {
                    hold(a.without(b.low()), x, () -> a + " without " + b.low());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void comparisonsLeaveWhatFulfilsThem(Condition condition) {
        for (int i = 0; i < PAIRS; i++) {
            Range a = range();
            Range b = range();
            for (Width width : Width.values()) {
                Range left = Refinements.holds(condition, width, a, b);
                Range right = Refinements.holds(Refinements.swapped(condition), width, b, a);
                Condition opposite = Refinements.opposite(condition);
                for (long x : members(a)) {
                    for (long y : members(b)) {
                        boolean true_ = test(condition, width, x, y);
                        if (true_) {
                            String words = a + " " + condition + " " + b + " " + width;
                            hold(left, x, () -> words);
                            hold(right, y, () -> words + ", the second");
                        }
                        if (opposite != null) {
                            assertEquals(!true_, test(opposite, width, x, y));
                        }
                    }
                }
            }
        }
    }

    @RepeatedTest(4)
    void widenedRangesHoldTheGrownOnes() {
        for (int i = 0; i < PAIRS; i++) {
            Range old = range();
            Range grown = old.join(range());
            TreeSet<Long> numbers = new TreeSet<>();
            for (int n = random.nextInt(6); n > 0; n--) {
                numbers.add(number());
            }
            Limits limits = new Limits(List.of(numbers));
            for (boolean without : new boolean[] {false, true}) {
                Range wide = limits.widen(0, old, grown, without);
                members(grown).forEach(x -> hold(wide, x, () -> grown + " within " + numbers));
            }
        }
    }

    private static boolean test(Condition condition, Width width, long x, long y) {
        return width == Width.W64 ? condition.test(x, y) : condition.test((int) x, (int) y);
    }

    private void hold(Range range, long value, java.util.function.Supplier<String> operation) {
        if (range == null || !contains(range, value)) {
            throw new AssertionError(
                    operation.get()
                            + " is said to be "
                            + range
                            + ", but may be "
                            + value
                            + ", seed "
                            + seed);
        }
    }

    /// Exactly, without the overflow that [Range#holds] may run into.
    private static boolean contains(Range range, long value) {
        if (value < range.low() || value > range.high()) {
            return false;
        }
        if (range.step() <= 1) {
            return range.step() == 1 || value == range.low();
        }
        return BigInteger.valueOf(value)
                        .subtract(BigInteger.valueOf(range.low()))
                        .mod(BigInteger.valueOf(range.step()))
                        .signum()
                == 0;
    }

    /// A set of numbers as the compiler makes them: its ends are members.
    private Range range() {
        long low = number();
        if (random.nextInt(4) == 0) {
            return Range.of(low);
        }
        if (random.nextInt(3) == 0) {
            long other = number();
            return Range.between(Math.min(low, other), Math.max(low, other));
        }
        long step = random.nextBoolean() ? 1 + random.nextInt(9) : 1L << random.nextInt(34);
        long count = 1 + random.nextInt(random.nextBoolean() ? 8 : 1 << random.nextInt(30));
        long high = low + step * count;
        return high <= low ? Range.of(low) : new Range(low, high, step);
    }

    /// Near zero, near a power of two, near the ends, or anything.
    private long number() {
        long near = random.nextInt(9) - 4;
        return switch (random.nextInt(6)) {
            case 0, 1 -> near;
            case 2 -> (1L << random.nextInt(Long.SIZE)) + near;
            case 3 -> -(1L << random.nextInt(Long.SIZE)) + near;
            case 4 -> random.nextInt();
            default -> random.nextLong();
        };
    }

    /// All numbers of a small set; of a large one its ends, and some between.
    private List<Long> members(Range range) {
        if (range.single()) {
            return List.of(range.low());
        }
        List<Long> members = new ArrayList<>();
        long next = range.low();
        for (int i = 0; i < MEMBERS / 3 && next <= range.high(); i++) {
            members.add(next);
            if (next > range.high() - range.step()) {
                return members;
            }
            next += range.step();
        }
        BigInteger count =
                BigInteger.valueOf(range.high())
                        .subtract(BigInteger.valueOf(range.low()))
                        .divide(BigInteger.valueOf(range.step()));
        for (int i = 0; i < MEMBERS / 3; i++) {
            BigInteger which = new BigInteger(count.bitLength(), random).min(count);
            members.add(
                    BigInteger.valueOf(range.low())
                            .add(which.multiply(BigInteger.valueOf(range.step())))
                            .longValue());
            long back = range.high() - i * range.step();
            if (back >= range.low() && back <= range.high()) {
                members.add(back);
            }
        }
        return members;
    }
}
