package dev.skep.cli.picture;

import dev.skep.grid.Grid;

/// The colours of a grid's numbers, from dark to light. Counts differ by orders of magnitude, so
/// that a shade is the logarithm of a number, relative to that of the largest.
final class Shades {
    /// How many there are; 0 is for what is not above zero.
    static final int COUNT = 17;

    private static final int[] STOPS = {0x12101C, 0x3B1A6B, 0x8E2A6E, 0xD9503C, 0xF8A03A, 0xFCF4A8};

    /// Bits have two colours only: paper and ink.
    private static final int PAPER = 0xFAFAF7;

    private static final int INK = 0x26323C;

    private final boolean bits;
    private final double largest;

    private Shades(boolean bits, long largest) {
        this.bits = bits;
        this.largest = Math.log1p(Math.max(1, largest));
    }

    static Shades of(Grid grid) {
        return grid.bits() ? new Shades(true, 1) : new Shades(false, grid.largest());
    }

    /// The shade of a number, from 0 to [#COUNT] - 1.
    int of(long number) {
        if (number <= 0) {
            return 0;
        }
        return bits
                ? COUNT - 1
                : (int) Math.clamp(Math.ceil(Math.log1p(number) / largest * (COUNT - 1)), 1, 16);
    }

    /// The colour of a shade, red, green and blue in 24 bits.
    int colour(int shade) {
        if (bits) {
            return shade == 0 ? PAPER : INK;
        }
        double at = (double) shade / (COUNT - 1) * (STOPS.length - 1);
        int low = Math.min((int) at, STOPS.length - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = STOPS[low] >> shift & 0xFF;
            int to = STOPS[low + 1] >> shift & 0xFF;
            colour |= (int) Math.round(from + (to - from) * (at - low)) << shift;
        }
        return colour;
    }
}
