package dev.skep.verify.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is known of a result holds for the result of every member.
class SoundnessTest {
    private static final int ROUNDS = 20_000;
    private static final List<Scalar> SMALL = small();

    private final long seed = new Random().nextLong();
    private final RandomScalars scalars = new RandomScalars(new Random(seed));

    /// All signed ranges about zero.
    private static List<Scalar> small() {
        List<Scalar> all = new ArrayList<>();
        for (long min = -4; min <= 4; min++) {
            for (long max = min; max <= 4; max++) {
                all.add(Scalar.UNKNOWN.withSigned(min, max));
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void resultsOfMembersAreMembersOfTheResult(AluOp op) {
        for (Width width : Width.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                RandomScalars.Sample a = scalars.next();
                RandomScalars.Sample b = scalars.next();
                checkResult(op, width, a.scalar(), b.scalar(), a.members(), b.members());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void resultsOfSmallRangesHoldAllMembers(AluOp op) {
        for (Width width : Width.values()) {
            for (Scalar a : SMALL) {
                for (Scalar b : SMALL) {
                    checkResult(op, width, a, b, range(a), range(b));
                }
            }
        }
    }

    private void checkResult(AluOp op, Width width, Scalar a, Scalar b, long[] as, long[] bs) {
        Scalar result = a.alu(op, width, b);
        for (long x : as) {
            for (long y : bs) {
                long value =
                        switch (width) {
                            case W32 -> op.apply32((int) x, (int) y) & Draft.LOW32;
                            case W64 -> op.apply64(x, y);
                        };
                checkMember(result, value, () -> a.print() + " " + op + width + " " + b.print());
            }
        }
    }

    private void checkMember(Scalar result, long value, Supplier<String> what) {
        assertTrue(
                result.contains(value),
                () -> what.get() + " gives " + result + ", not " + value + "; seed " + seed);
    }

    private static long[] range(Scalar scalar) {
        return LongStream.rangeClosed(scalar.smin(), scalar.smax()).toArray();
    }

    @ParameterizedTest
    @EnumSource
    void decisionsAndRefinementsHoldForAllMembers(Condition condition) {
        for (Width width : Width.values()) {
            for (int round = 0; round < ROUNDS; round++) {
                RandomScalars.Sample a = scalars.next();
                RandomScalars.Sample b = scalars.next();
                checkBranch(condition, width, a.scalar(), b.scalar(), a.members(), b.members());
            }
            for (Scalar a : SMALL) {
                for (Scalar b : SMALL) {
                    checkBranch(condition, width, a, b, range(a), range(b));
                }
            }
        }
    }

    private void checkBranch(
            Condition condition, Width width, Scalar a, Scalar b, long[] as, long[] bs) {
        Prediction prediction = Scalar.decide(condition, width, a, b);
        Split split = Scalar.refine(condition, width, a, b);
        String what = a.print() + " " + condition + width + " " + b.print();
        for (long x : as) {
            for (long y : bs) {
                boolean holds =
                        width == Width.W32
                                ? condition.test((int) x, (int) y)
                                : condition.test(x, y);
                assertTrue(
                        prediction != (holds ? Prediction.NEVER : Prediction.ALWAYS),
                        () ->
                                what
                                        + " is "
                                        + prediction
                                        + ", not for "
                                        + x
                                        + ", "
                                        + y
                                        + "; seed "
                                        + seed);
                checkMember(holds ? split.takenA() : split.elseA(), x, () -> "first of " + what);
                checkMember(holds ? split.takenB() : split.elseB(), y, () -> "second of " + what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegisterComparedWithItselfKeepsItsMembersWhereItDoesNotDiffer(Condition condition) {
        for (int round = 0; round < ROUNDS; round++) {
            RandomScalars.Sample a = scalars.next();
            if (condition == Condition.EQ || condition == Condition.NE) {
                Split split = Scalar.refineSame(condition, Width.W64, a.scalar());
                Scalar real = condition == Condition.EQ ? split.takenA() : split.elseA();
                for (long x : a.members()) {
                    checkMember(
                            real, x, () -> condition + " of " + a.scalar().print() + " and itself");
                }
            }
        }
    }

    @Test
    void operationsOnOneNumberHoldForAllMembers() {
        check(a -> a.negate(Width.W64), x -> -x);
        check(a -> a.negate(Width.W32), x -> -x & Draft.LOW32);
        check(Scalar::zeroExtend32, x -> x & Draft.LOW32);
        check(Scalar::synced, x -> x);
        check(a -> a.signExtend(Width.W64, 8), x -> (byte) x);
        check(a -> a.signExtend(Width.W64, 16), x -> (short) x);
        check(a -> a.signExtend(Width.W64, 32), x -> (int) x);
        check(a -> a.signExtend(Width.W32, 8), x -> (byte) x & Draft.LOW32);
        check(a -> a.signExtend(Width.W32, 16), x -> (short) x & Draft.LOW32);
        check(a -> a.signExtendFrom(1), x -> (byte) x);
        check(a -> a.signExtendFrom(2), x -> (short) x);
        check(a -> a.signExtendFrom(4), x -> (int) x);
        for (int bytes = 1; bytes < 8; bytes++) {
            int size = bytes;
            check(a -> a.truncate(size), x -> x & (1L << 8 * size) - 1);
        }
        check(a -> a.truncate(8), x -> x);
    }

    @Test
    void byteOrderOperationsHoldForAllMembers() {
        for (int bits : new int[] {16, 32, 64}) {
            LongUnaryOperator reverse = x -> Long.reverseBytes(x) >>> 64 - bits;
            check(a -> a.swap(ByteOrderOp.TO_BIG, bits), reverse);
            check(a -> a.swap(ByteOrderOp.SWAP, bits), reverse);
            check(a -> a.swap(ByteOrderOp.TO_LITTLE, bits), x -> x << 64 - bits >>> 64 - bits);
        }
    }

    private void check(UnaryOperator<Scalar> operation, LongUnaryOperator concrete) {
        for (int round = 0; round < ROUNDS; round++) {
            RandomScalars.Sample a = scalars.next();
            Scalar result = operation.apply(a.scalar());
            for (long x : a.members()) {
                checkMember(result, concrete.applyAsLong(x), () -> a.scalar().print());
            }
        }
    }

    @Test
    void forksHoldAllMembers() {
        Scalar mask = Scalar.UNKNOWN.withSigned(-1, 0);
        for (Scalar forked : List.of(mask, mask.zeroExtend32())) {
            Fork fork = forked.fork(AluOp.AND, Scalar.of(13)).orElseThrow();
            assertTrue(fork.ones().contains(forked.umax()) && fork.zero().contains(0));
        }
        assertTrue(mask.fork(AluOp.XOR, Scalar.of(13)).isEmpty());
        assertTrue(mask.fork(AluOp.AND, mask).isEmpty());
        assertTrue(Scalar.of(-1).fork(AluOp.AND, Scalar.of(13)).isEmpty());
    }

    @Test
    void whatCoversHasAllMembers() {
        for (int round = 0; round < ROUNDS; round++) {
            RandomScalars.Sample a = scalars.next();
            RandomScalars.Sample b = scalars.next();
            assertTrue(Scalar.UNKNOWN.covers(a.scalar()) && a.scalar().covers(a.scalar()));
            if (a.scalar().covers(b.scalar())) {
                for (long x : b.members()) {
                    checkMember(a.scalar(), x, () -> "covering " + b.scalar().print());
                }
            }
        }
    }
}
