package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Printing, and reading numbers.
final class TextHelpers {
    private static final int MAX_VALUES = 12;
    private static final int MAX_TRACE = 1023;
    private static final long BASE = 0x1f;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "trace_printk", TextHelpers::tracePrint,
                    "trace_vprintk", TextHelpers::traceValues,
                    "snprintf", TextHelpers::print,
                    "strtol", TextHelpers::signedNumber,
                    "strtoul", TextHelpers::unsignedNumber,
                    "strncmp", TextHelpers::compare);

    private TextHelpers() {}

    private static long tracePrint(Execution run, long format, long size, long a, long b, long c) {
        return trace(run, OffHeap.bytes(format, (int) size), new long[] {a, b, c});
    }

    private static long traceValues(
            Execution run, long format, long size, long data, long dataSize, long r5) {
        long[] values = values(data, dataSize);
        return values == null
                ? Errno.EINVAL.result()
                : trace(run, OffHeap.bytes(format, (int) size), values);
    }

    private static long trace(Execution run, byte[] format, long[] values) {
        int end = 0;
        while (end < format.length && format[end] != 0) {
            end++;
        }
        byte[] text = end == format.length ? null : Format.print(run.memory(), format, end, values);
        if (text == null) {
            return Errno.EINVAL.result();
        }
        int length = Math.min(text.length, MAX_TRACE);
        boolean newline = length > 0 && text[length - 1] == '\n';
        run.environment()
                .trace()
                .accept(new String(text, 0, newline ? length - 1 : length, StandardCharsets.UTF_8));
        return length;
    }

    private static long print(
            Execution run, long to, long size, long format, long data, long dataSize) {
        long[] values = values(data, dataSize);
        if (values == null) {
            return Errno.EINVAL.result();
        }
        byte[] pattern = run.memory().string(format);
        byte[] text = Format.print(run.memory(), pattern, pattern.length, values);
        if (text == null) {
            return Errno.EINVAL.result();
        }
        if (size > 0) {
            int length = (int) Math.min(text.length, size - 1);
            OffHeap.put(Arrays.copyOf(text, length), to);
            OffHeap.putByte(to + length, (byte) 0);
        }
        return text.length + 1L;
    }

    /// The 64-bit values at `data`, or `null` if there cannot be so many bytes.
    private static long[] values(long data, long size) {
        if (size % Long.BYTES != 0 || size > MAX_VALUES * Long.BYTES || size > 0 && data == 0) {
            return null;
        }
        long[] values = new long[(int) size / Long.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = OffHeap.getLong(data + (long) i * Long.BYTES);
        }
        return values;
    }

    private static long signedNumber(
            Execution run, long text, long length, long flags, long result, long r5) {
        OffHeap.putLong(result, 0);
        if ((flags & ~BASE) != 0) {
            return Errno.EINVAL.result();
        }
        NumberText number = NumberText.read(OffHeap.bytes(text, (int) length), (int) flags);
        if (number.error() < 0) {
            return number.error();
        }
        long value = number.negative() ? -number.value() : number.value();
        boolean fits = number.negative() ? value <= 0 : value >= 0;
        if (!fits) {
            return Errno.ERANGE.result();
        }
        OffHeap.putLong(result, value);
        return number.consumed();
    }

    private static long unsignedNumber(
            Execution run, long text, long length, long flags, long result, long r5) {
        OffHeap.putLong(result, 0);
        if ((flags & ~BASE) != 0) {
            return Errno.EINVAL.result();
        }
        NumberText number = NumberText.read(OffHeap.bytes(text, (int) length), (int) flags);
        if (number.error() < 0) {
            return number.error();
        }
        if (number.negative()) {
            return Errno.EINVAL.result();
        }
        OffHeap.putLong(result, number.value());
        return number.consumed();
    }

    private static long compare(
            Execution run, long first, long size, long second, long r4, long r5) {
        byte[] other = run.memory().string(second);
        for (int i = 0; i < size; i++) {
            int a = OffHeap.getByte(first + i) & 0xff;
            int b = i < other.length ? other[i] & 0xff : 0;
            if (a != b) {
                return a < b ? -1 : 1;
            }
            if (a == 0) {
                return 0;
            }
        }
        return 0;
    }
}
