package dev.skep.lab.generate;

import java.util.List;

/// Pseudo-random choices that are the same on every machine: SplitMix64.
final class Dice {
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private long state;

    Dice(long seed) {
        this.state = seed;
    }

    long next() {
        state += STEP;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /// A number from 0 up to but without `bound`.
    int below(int bound) {
        return (int) Long.remainderUnsigned(next() >>> 1, bound);
    }

    /// A number from `least` to `most`.
    int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /// True in so many of a hundred cases.
    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T of(List<? extends T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    /// A constant of the kind that finds faults: small, near a power of two, near the ends of the
    /// ranges.
    long constant() {
        return switch (below(10)) {
            case 0 -> 0;
            case 1, 2, 3 -> between(-8, 64);
            case 4 -> (1L << below(Integer.SIZE)) + between(-1, 1);
            case 5 -> (1L << below(Long.SIZE)) + between(-1, 1);
            case 6 -> -(1L << below(Long.SIZE)) + between(-1, 1);
            case 7 -> of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0xff, 0xffff);
            case 8 -> of(Long.MIN_VALUE, Long.MAX_VALUE, 0xffffffffL, 0x100000000L);
            default -> (int) next();
        };
    }
}
