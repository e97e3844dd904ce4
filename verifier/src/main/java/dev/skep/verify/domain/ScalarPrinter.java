package dev.skep.verify.domain;

/// Prints what is known of a number as the kernel's log does.
///
/// Bounds that say nothing are left out. A bound with the same number as a later one of its kind
/// (minimum or maximum) names that one as well: `smin=umin=3`. Small numbers are decimal, others
/// hexadecimal.
final class ScalarPrinter {
    private static final String[] NAMES = {
        "smin", "smax", "umin", "umax", "smin32", "smax32", "umin32", "umax32"
    };

    private final long[] bounds;
    private final boolean[] printed;
    private final StringBuilder out = new StringBuilder();

    private ScalarPrinter(Scalar scalar) {
        bounds =
                new long[] {
                    scalar.smin(),
                    scalar.smax(),
                    scalar.umin(),
                    scalar.umax(),
                    narrow(scalar.smin32()),
                    narrow(scalar.smax32()),
                    scalar.umin32() & Draft.LOW32,
                    scalar.umax32() & Draft.LOW32
                };
        printed =
                new boolean[] {
                    scalar.smin() == Long.MIN_VALUE,
                    scalar.smax() == Long.MAX_VALUE,
                    scalar.umin() == 0,
                    scalar.umax() == -1,
                    scalar.smin32() == Integer.MIN_VALUE,
                    scalar.smax32() == Integer.MAX_VALUE,
                    scalar.umin32() == 0,
                    scalar.umax32() == -1
                };
    }

    /// The bounds and bits, separated by commas; empty if nothing is known.
    static String ranges(Scalar scalar) {
        ScalarPrinter printer = new ScalarPrinter(scalar);
        printer.printBounds();
        if (!scalar.bits().isUnknown()) {
            printer.separate();
            printer.out.append("var_off=").append(scalar.bits());
        }
        return printer.out.toString();
    }

    /// A number as the kernel's log prints signed ones.
    static String signed(long value) {
        return value == (short) value ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    /// A number as the kernel's log prints unsigned ones.
    private static String unsigned(long value) {
        return value == (char) value ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    /// In hexadecimal a 32-bit number shows 32 bits.
    private static long narrow(int value) {
        return value == (short) value ? value : value & Draft.LOW32;
    }

    private void printBounds() {
        for (int first = 0; first < NAMES.length; first++) {
            if (printed[first]) {
                continue;
            }
            separate();
            out.append(NAMES[first]).append('=');
            for (int next = first + 2; next < NAMES.length; next += 2) {
                if (!printed[next]
                        && bounds[next] == bounds[first]
                        && isNegative(next) == isNegative(first)) {
                    printed[next] = true;
                    out.append(NAMES[next]).append('=');
                }
            }
            out.append(isSigned(first) ? signed(bounds[first]) : unsigned(bounds[first]));
        }
    }

    private boolean isNegative(int bound) {
        return isSigned(bound) && bounds[bound] < 0;
    }

    private static boolean isSigned(int bound) {
        return NAMES[bound].charAt(0) == 's';
    }

    private void separate() {
        if (!out.isEmpty()) {
            out.append(',');
        }
    }
}
