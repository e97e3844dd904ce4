package dev.skep.verify.domain;

/// Reads scalars as the kernel's log prints them.
final class ScalarText {
    private static final String START = "scalar(";
    private static final String BITS = "var_off=(";

    private ScalarText() {}

    /// The scalar printed as `text`: `7`, `-0x1`, `scalar(umax=255,var_off=(0x0; 0xff))`.
    static Scalar parse(String text) {
        if (!text.startsWith(START)) {
            return Scalar.of(number(text));
        }
        String inner = text.substring(START.length(), text.length() - 1);
        Draft draft = new Draft(Scalar.UNKNOWN);
        int bits = inner.indexOf(BITS);
        if (bits >= 0) {
            String[] parts = inner.substring(bits + BITS.length(), inner.length() - 1).split("; ");
            draft.bits = new Tnum(number(parts[0]), number(parts[1]));
            inner = inner.substring(0, bits);
        }
        for (String bound : inner.split(",")) {
            String[] parts = bound.split("=");
            for (int i = 0; i < parts.length - 1; i++) {
                set(draft, parts[i], number(parts[parts.length - 1]));
            }
        }
        return exactly(draft);
    }

    /// The numbers of `draft` as they are, even where they contradict each other.
    private static Scalar exactly(Draft draft) {
        return new Scalar(
                draft.bits,
                draft.smin,
                draft.smax,
                draft.umin,
                draft.umax,
                draft.smin32,
                draft.smax32,
                draft.umin32,
                draft.umax32);
    }

    private static void set(Draft draft, String name, long value) {
        switch (name) {
            case "smin" -> draft.smin = value;
            case "smax" -> draft.smax = value;
            case "umin" -> draft.umin = value;
            case "umax" -> draft.umax = value;
            case "smin32" -> draft.smin32 = (int) value;
            case "smax32" -> draft.smax32 = (int) value;
            case "umin32" -> draft.umin32 = (int) value;
            case "umax32" -> draft.umax32 = (int) value;
            default -> throw new IllegalArgumentException("no bound is called " + name);
        }
    }

    private static long number(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : Long.parseLong(text);
    }
}
