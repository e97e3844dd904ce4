package dev.skep.helper;

import dev.skep.host.Errno;

/// A number at the start of a text.
///
/// @param value its absolute value, unsigned
/// @param consumed how many bytes it takes, blanks and sign included
/// @param error 0, or a negative errno
record NumberText(long value, boolean negative, int consumed, long error) {
    /// At most so many characters count behind blanks and sign.
    private static final int LONGEST = 63;

    /// Reads the number as `bpf_strtol` does: blanks, a sign, digits.
    ///
    /// @param base 8, 10 or 16, or 0 to tell from the prefix
    static NumberText read(byte[] text, int base) {
        if (base != 0 && base != 8 && base != 10 && base != 16) {
            return refused(Errno.EINVAL);
        }
        int at = 0;
        while (at < text.length && isBlank(text[at])) {
            at++;
        }
        boolean negative = at < text.length && text[at] == '-';
        at += negative ? 1 : 0;
        int end = Math.min(text.length, at + LONGEST);
        int radix = base == 0 ? radix(text, at, end) : base;
        if (radix == 16 && hasPrefix(text, at, end)) {
            at += 2;
        }
        return digits(text, at, end, radix, negative);
    }

    private static NumberText digits(byte[] text, int start, int end, int radix, boolean negative) {
        long value = 0;
        boolean overflow = false;
        int at = start;
        while (at < end && text[at] >= 0 && Character.digit(text[at], radix) >= 0) {
            int digit = Character.digit(text[at], radix);
            overflow |= Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, radix)) > 0;
            value = value * radix + digit;
            at++;
        }
        if (overflow) {
            return refused(Errno.ERANGE);
        }
        return at == start ? refused(Errno.EINVAL) : new NumberText(value, negative, at, 0);
    }

    private static int radix(byte[] text, int at, int end) {
        if (at >= end || text[at] != '0') {
            return 10;
        }
        boolean hexadecimal =
                hasPrefix(text, at, end)
                        && at + 2 < end
                        && text[at + 2] >= 0
                        && Character.digit(text[at + 2], 16) >= 0;
        return hexadecimal ? 16 : 8;
    }

    private static boolean hasPrefix(byte[] text, int at, int end) {
        return at + 1 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
    }

    /// As the kernel's `isspace`: the no-break space of Latin 1 too.
    static boolean isBlank(byte character) {
        int c = character & 0xff;
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0xa0;
    }

    private static NumberText refused(Errno errno) {
        return new NumberText(0, false, 0, errno.result());
    }
}
