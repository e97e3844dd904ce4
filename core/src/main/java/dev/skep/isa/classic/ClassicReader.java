package dev.skep.isa.classic;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text to classic filters. It reads
///
/// - what `tcpdump -ddd` prints: the number of instructions, then four numbers for each;
/// - the same separated by commas, as `bpf_asm`, `tc` and `iptables` have it;
/// - what `tcpdump -dd` prints: `{ 0x28, 0, 0, 0x0000000c },` for each instruction.
///
/// Numbers are decimal or hexadecimal (`0x`).
public final class ClassicReader {
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|[0-9]+");

    /// How large the fields of an instruction can be.
    private static final long[] LIMITS = {0xffff, 0xff, 0xff, 0xffffffffL};

    private final String text;
    private final Matcher numbers;

    private ClassicReader(String text) {
        this.text = text;
        this.numbers = NUMBER.matcher(text);
    }

    /// Reads a filter, without judging it.
    ///
    /// @throws MalformedException if the text is none of these forms
    public static ClassicProgram read(String text) {
        ClassicReader reader = new ClassicReader(text);
        return text.contains("{") ? reader.array() : reader.list();
    }

    private ClassicProgram array() {
        List<ClassicInsn> insns = new ArrayList<>();
        int at = skip(0, " ,\t\r\n");
        while (at < text.length()) {
            at = expect(at, '{');
            int[] fields = new int[4];
            for (int i = 0; i < 4; i++) {
                at = i == 0 ? at : expect(at, ',');
                fields[i] = number(at, LIMITS[i]);
                at = numbers.end();
            }
            at = skip(expect(at, '}'), " ,\t\r\n");
            insns.add(new ClassicInsn(fields[0], fields[1], fields[2], fields[3]));
        }
        return notEmpty(insns);
    }

    private ClassicProgram list() {
        int count = number(0, 0xffff);
        int at = numbers.end();
        List<ClassicInsn> insns = new ArrayList<>();
        for (int insn = 0; insn < count; insn++) {
            int[] fields = new int[4];
            for (int i = 0; i < 4; i++) {
                fields[i] = number(i == 0 ? skip(at, " ,\t\r\n") : at, LIMITS[i]);
                at = numbers.end();
            }
            insns.add(new ClassicInsn(fields[0], fields[1], fields[2], fields[3]));
        }
        at = skip(at, " ,\t\r\n");
        if (at < text.length()) {
            throw fail(
                    at, "the first line counts %d instructions, but more follows".formatted(count));
        }
        return notEmpty(insns);
    }

    private ClassicProgram notEmpty(List<ClassicInsn> insns) {
        if (insns.isEmpty()) {
            throw fail(0, "there are no instructions");
        }
        return new ClassicProgram(insns);
    }

    private int number(int from, long limit) {
        int at = skip(from, " \t\r\n");
        if (!numbers.find(Math.min(at, text.length())) || numbers.start() != at) {
            throw fail(at, at == text.length() ? "a number is missing" : "a number is expected");
        }
        String digits = numbers.group();
        boolean hex = digits.length() > 1 && Character.toLowerCase(digits.charAt(1)) == 'x';
        String significant = (hex ? digits.substring(2) : digits).replaceFirst("^0+(?=.)", "");
        long value =
                significant.length() > 10
                        ? Long.MAX_VALUE
                        : Long.parseLong(significant, hex ? 16 : 10);
        if (value > limit) {
            throw fail(at, "%s is more than this field holds, %d".formatted(digits, limit));
        }
        return (int) value;
    }

    private int expect(int from, char wanted) {
        int at = skip(from, " \t\r\n");
        if (at == text.length() || text.charAt(at) != wanted) {
            throw fail(at, "'%c' is expected".formatted(wanted));
        }
        return at + 1;
    }

    private int skip(int from, String blanks) {
        int at = from;
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private MalformedException fail(int at, String message) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new MalformedException(
                Diagnostic.of(ClassicCode.UNREADABLE, message)
                        .at(new Place.InText(line, at - start + 1))
                        .fix("give what tcpdump -ddd or -dd prints"));
    }
}
