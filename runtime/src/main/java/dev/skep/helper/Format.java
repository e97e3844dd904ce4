package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.vm.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Prints as `bpf_trace_printk` and `bpf_snprintf` do. The format knows `%d %i %u %x %X` with `l`
/// and `ll`, `%c`, `%s`, `%p` and its kinds `%px %pK %ps %pS %pB`, addresses with `%pi4 %pI4 %pi6
/// %pI6`, strings with `%pks` and `%pus`, `%%`; flags `0`, `-`, `+` and blank; a width.
final class Format {
    /// The kernel copies at most so many bytes of all arguments together.
    private static final int MAX_STRING = 512;

    private final Memory memory;
    private final byte[] format;
    private final int end;
    private final long[] values;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int at;
    private int used;
    private boolean wrong;

    private Format(Memory memory, byte[] format, int end, long[] values) {
        this.memory = memory;
        this.format = format;
        this.end = end;
        this.values = values;
    }

    /// The text, or `null` if the format has something that it must not have, or asks for more
    /// values than there are.
    ///
    /// @param end how many bytes of `format` count
    static byte[] print(Memory memory, byte[] format, int end, long[] values) {
        Format printer = new Format(memory, format, end, values);
        printer.run();
        return printer.wrong ? null : printer.out.toByteArray();
    }

    private void run() {
        while (at < end && !wrong) {
            byte c = format[at++];
            if (c != '%') {
                wrong = !isPrintable(c) && !NumberText.isBlank(c);
                out.write(c);
            } else if (peek(0) == '%') {
                at++;
                out.write('%');
            } else {
                conversion();
            }
        }
    }

    /// As the kernel's `isprint`, which counts the upper half of Latin 1 in.
    private static boolean isPrintable(byte c) {
        return c >= ' ' && c != 0x7f || (c & 0xff) >= 0xa0;
    }

    private byte peek(int ahead) {
        return at + ahead < end ? format[at + ahead] : 0;
    }

    private void conversion() {
        if (used >= values.length) {
            wrong = true;
            return;
        }
        Padding padding = padding();
        long value = values[used++];
        switch (peek(0)) {
            case 'p' -> {
                at++;
                pointer(value, padding);
            }
            case 's' -> {
                at++;
                write(string(value), padding.withoutZeros());
            }
            case 'c' -> {
                at++;
                write(new byte[] {(byte) value}, padding.withoutZeros());
            }
            default -> number(value, padding);
        }
    }

    private Padding padding() {
        boolean left = false;
        boolean zeros = false;
        String sign = "";
        for (; "0+- ".indexOf(peek(0)) >= 0 && peek(0) != 0; at++) {
            left |= peek(0) == '-';
            zeros |= peek(0) == '0';
            sign = peek(0) == '+' ? "+" : peek(0) == ' ' && sign.isEmpty() ? " " : sign;
        }
        int width = 0;
        for (; peek(0) >= '0' && peek(0) <= '9'; at++) {
            width = Math.min(width * 10 + peek(0) - '0', Short.MAX_VALUE);
        }
        return new Padding(width, left, zeros && !left, sign);
    }

    private void number(long value, Padding padding) {
        int longs = 0;
        while (longs < 2 && peek(0) == 'l') {
            longs++;
            at++;
        }
        long narrow = longs == 0 ? (int) value : value;
        long unsigned = longs == 0 ? Arguments.unsigned(value) : value;
        switch (peek(0)) {
            case 'd', 'i' -> {
                String digits = Long.toString(narrow);
                boolean negative = narrow < 0;
                writeNumber(
                        negative ? "-" : padding.sign,
                        negative ? digits.substring(1) : digits,
                        padding);
            }
            case 'u' -> writeNumber("", Long.toUnsignedString(unsigned), padding);
            case 'x' -> writeNumber("", Long.toHexString(unsigned), padding);
            case 'X' ->
                    writeNumber("", Long.toHexString(unsigned).toUpperCase(Locale.ROOT), padding);
            default -> wrong = true;
        }
        at++;
    }

    private void pointer(long value, Padding padding) {
        byte kind = peek(0);
        byte next = peek(1);
        if ((kind == 'k' || kind == 'u') && next == 's') {
            at += 2;
            write(string(value), padding.withoutZeros());
        } else if ((kind == 'i' || kind == 'I') && (next == '4' || next == '6')) {
            at += 2;
            int size = next == '4' ? 4 : 16;
            byte[] address =
                    memory.find(value, size).isPresent()
                            ? OffHeap.bytes(value, size)
                            : new byte[size];
            write(InternetText.of(address, kind).getBytes(StandardCharsets.US_ASCII), padding);
        } else if (kind == 0 || NumberText.isBlank(kind) || isPunctuation(kind)) {
            writeHex(value, padding);
        } else if ("KxsSB".indexOf(kind) >= 0) {
            at++;
            writeHex(value, padding);
        } else {
            wrong = true;
        }
    }

    /// Addresses mean the same to everyone in this process, so none is hidden behind a hash.
    private void writeHex(long value, Padding padding) {
        write("%016x".formatted(value).getBytes(StandardCharsets.US_ASCII), padding);
    }

    private static boolean isPunctuation(byte c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }

    /// The string at an address; empty where there is nothing to read.
    private byte[] string(long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (long i = address; text.size() < MAX_STRING - 1; i++) {
            if (memory.find(i, 1).isEmpty() || OffHeap.getByte(i) == 0) {
                break;
            }
            text.write(OffHeap.getByte(i));
        }
        return text.toByteArray();
    }

    private void writeNumber(String sign, String digits, Padding padding) {
        int zeros = padding.zeros ? padding.width - sign.length() - digits.length() : 0;
        String text = sign + "0".repeat(Math.max(0, zeros)) + digits;
        write(text.getBytes(StandardCharsets.US_ASCII), padding);
    }

    private void write(byte[] text, Padding padding) {
        int blanks = padding.width - text.length;
        for (int i = 0; !padding.left && i < blanks; i++) {
            out.write(' ');
        }
        out.writeBytes(text);
        for (int i = 0; padding.left && i < blanks; i++) {
            out.write(' ');
        }
    }

    private record Padding(int width, boolean left, boolean zeros, String sign) {
        Padding withoutZeros() {
            return new Padding(width, left, false, "");
        }
    }
}
