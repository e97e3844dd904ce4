package dev.skep.verify.domain;

import dev.skep.isa.Condition;
import dev.skep.isa.Width;
import java.util.Random;
import java.util.stream.LongStream;

/// Random scalars, each with some of its members: a member is drawn first, then knowledge that
/// holds for it.
final class RandomScalars {
    private static final Condition[] CONDITIONS = Condition.values();

    private final Random random;

    RandomScalars(Random random) {
        this.random = random;
    }

    /// A scalar and some of its members, at least one.
    record Sample(Scalar scalar, long[] members) {}

    Sample next() {
        long member = number();
        if (random.nextInt(6) == 0) {
            return new Sample(Scalar.of(member), new long[] {member});
        }
        Scalar scalar = Scalar.UNKNOWN;
        for (int i = random.nextInt(6); i > 0; i--) {
            scalar = restrict(scalar, member);
        }
        return new Sample(scalar, members(scalar, member));
    }

    private Scalar restrict(Scalar scalar, long member) {
        if (random.nextInt(4) == 0) {
            Tnum bits = new Tnum(0, number());
            Tnum known = scalar.bits().intersect(new Tnum(member & ~bits.mask(), bits.mask()));
            return withBits(scalar, known);
        }
        Condition condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
        Width width = random.nextInt(3) == 0 ? Width.W32 : Width.W64;
        long bound = random.nextBoolean() ? number() : member + random.nextInt(-20, 20);
        boolean holds =
                width == Width.W32
                        ? condition.test((int) member, (int) bound)
                        : condition.test(member, bound);
        Split split = Scalar.refine(condition, width, scalar, Scalar.of(bound));
        return holds ? split.takenA() : split.elseA();
    }

    private static Scalar withBits(Scalar scalar, Tnum bits) {
        return new Scalar(
                        bits,
                        scalar.smin(),
                        scalar.smax(),
                        scalar.umin(),
                        scalar.umax(),
                        scalar.smin32(),
                        scalar.smax32(),
                        scalar.umin32(),
                        scalar.umax32())
                .synced();
    }

    private long[] members(Scalar scalar, long member) {
        Tnum bits = scalar.bits();
        LongStream likely =
                LongStream.of(
                        member,
                        scalar.umin(),
                        scalar.umax(),
                        scalar.smin(),
                        scalar.smax(),
                        member + 1,
                        member - 1,
                        bits.low(),
                        bits.high(),
                        bits.value() | random.nextLong() & bits.mask(),
                        bits.value() | number() & bits.mask());
        return likely.filter(x -> x == member || scalar.contains(x)).distinct().toArray();
    }

    /// A number near a power of two more often than chance has it.
    long number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(-40, 40);
            case 1 -> (1L << random.nextInt(64)) + random.nextInt(-2, 3);
            case 2 -> random.nextInt();
            case 3 -> random.nextLong() >>> random.nextInt(64);
            default -> random.nextLong();
        };
    }
}
