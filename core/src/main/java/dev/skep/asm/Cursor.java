package dev.skep.asm;

import dev.skep.diag.Code;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.List;
import java.util.Locale;

/// Reads one line from left to right. Blanks between tokens do not count.
final class Cursor {
    /// A register as it is spelled: `w1` names the low half of `r1`.
    record Register(int number, Width width) {
        Operand operand() {
            return new Operand.Register(number);
        }
    }

    private static final List<String> REGISTERS =
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

    private final String text;
    private final int line;
    private int at;

    /// Starts at the beginning of `text`, a line without its comment.
    Cursor(String text, int line) {
        this.text = text;
        this.line = line;
    }

    /// Where the next token starts, counted from 0.
    int position() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    boolean atEnd() {
        return position() == text.length();
    }

    /// Steps over `token` if it comes next; a token that ends in a letter or digit has to end
    /// there.
    boolean accept(String token) {
        int start = position();
        int end = start + token.length();
        if (!text.startsWith(token, start)
                || isWord(token.charAt(token.length() - 1))
                        && end < text.length()
                        && isWord(text.charAt(end))) {
            return false;
        }
        at = end;
        return true;
    }

    void expect(String token) {
        if (!accept(token)) {
            throw expected("'" + token + "'");
        }
    }

    void expectEnd() {
        if (!atEnd()) {
            throw expected("the end of the line");
        }
    }

    /// The letters, digits, dots and underscores that come next; empty if none do.
    String word() {
        int start = position();
        int end = start;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        at = end;
        return text.substring(start, end);
    }

    /// What is left of the line.
    String rest() {
        return text.substring(position()).strip();
    }

    /// Steps over everything up to and including `last`, if that occurs.
    boolean skipThrough(char last) {
        int end = text.indexOf(last, at);
        if (end >= 0) {
            at = end + 1;
        }
        return end >= 0;
    }

    /// The register that comes next, or `null`.
    Register registerIfAny() {
        int start = position();
        String word = word();
        int number = REGISTERS.indexOf(word.isEmpty() ? "" : word.substring(1));
        if (number >= 0) {
            switch (word.charAt(0)) {
                case 'r', 'R' -> {
                    return new Register(number, Width.W64);
                }
                case 'w', 'W' -> {
                    return new Register(number, Width.W32);
                }
                default -> {}
            }
        }
        at = start;
        return null;
    }

    Register register() {
        Register register = registerIfAny();
        if (register == null) {
            throw expected("a register, r0 to r10 or w0 to w10");
        }
        return register;
    }

    Register register(Width width) {
        int start = position();
        Register register = register();
        if (register.width() != width) {
            String name = (width == Width.W64 ? "r" : "w") + register.number();
            throw fail(
                    start,
                    AsmCode.WRONG_REGISTER,
                    "this operation works on %d bits".formatted(width.bits()),
                    "write " + name);
        }
        return register;
    }

    /// The register again: instructions that change one register name it twice.
    void sameRegister(Register register) {
        int start = position();
        if (register(register.width()).number() != register.number()) {
            throw fail(
                    start,
                    AsmCode.WRONG_REGISTER,
                    "this instruction reads the register that it writes",
                    "name the same register on both sides");
        }
    }

    boolean atNumber() {
        int start = position();
        int digit = start < text.length() && "+-".indexOf(text.charAt(start)) >= 0 ? 1 : 0;
        while (start + digit < text.length() && digit > 0 && text.charAt(start + digit) == ' ') {
            digit++;
        }
        return start + digit < text.length() && Character.isDigit(text.charAt(start + digit));
    }

    /// A number of up to 64 bits: decimal, or with a prefix `0x`, `0b` or `0` (octal), with a sign
    /// or without.
    long number() {
        int start = position();
        if (!atNumber()) {
            throw expected("a number");
        }
        boolean negative = accept("-");
        if (!negative) {
            accept("+");
        }
        String digits = word();
        try {
            long magnitude = magnitude(digits);
            if (negative && magnitude < 0 && magnitude != Long.MIN_VALUE) {
                throw outOfRange(start, "64 bits");
            }
            return negative ? -magnitude : magnitude;
        } catch (NumberFormatException _) {
            moveTo(start);
            throw expected("a number of at most 64 bits");
        }
    }

    /// A number that fits into 32 bits, as a signed or as an unsigned one.
    int imm() {
        int start = position();
        long value = number();
        if (value < Integer.MIN_VALUE || value > 0xffffffffL) {
            throw outOfRange(start, "32 bits");
        }
        return (int) value;
    }

    private static long magnitude(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x")) {
            return Long.parseUnsignedLong(lower.substring(2), 16);
        }
        if (lower.startsWith("0b")) {
            return Long.parseUnsignedLong(lower.substring(2), 2);
        }
        boolean octal = lower.length() > 1 && lower.startsWith("0");
        return Long.parseUnsignedLong(lower, octal ? 8 : 10);
    }

    MalformedException outOfRange(int position, String room) {
        String token = text.substring(position, Math.max(at, position)).strip();
        return fail(
                position,
                AsmCode.OUT_OF_RANGE,
                "%s does not fit into %s".formatted(token, room),
                "use a smaller number");
    }

    MalformedException expected(String what) {
        int start = position();
        String word = word();
        String found =
                !word.isEmpty()
                        ? "'" + word + "'"
                        : start < text.length() ? "'" + text.charAt(start) + "'" : "nothing";
        return fail(start, AsmCode.EXPECTED, "%s is expected, not %s".formatted(what, found), "");
    }

    MalformedException fail(int position, Code code, String message, String remedy) {
        return new MalformedException(
                Diagnostic.of(code, message)
                        .at(new Place.InText(line, position + 1))
                        .because("the line reads: " + text.strip())
                        .fix(remedy));
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '.'
                || c == '$';
    }
}
