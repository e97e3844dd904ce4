package dev.skep.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/// What the kernel's interfaces depend on in the machine below.
final class Machine {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");
    private static final Path AUXILIARY = Path.of("/proc/self/auxv");

    /// `AT_PAGESZ`.
    private static final long PAGE_SIZE = 6;

    private static final int USUAL_PAGE = 4096;

    private Machine() {}

    /// How many values an element of a per-CPU map has: one for every CPU that the machine could
    /// have.
    static int possibleCpus() {
        return cpus("possible").length;
    }

    /// The numbers of the CPUs that run now.
    static int[] onlineCpus() {
        return cpus("online");
    }

    /// The size of a page of memory in bytes.
    static int pageSize() {
        try {
            ByteBuffer vector =
                    ByteBuffer.wrap(Files.readAllBytes(AUXILIARY)).order(ByteOrder.nativeOrder());
            while (vector.remaining() >= 2 * Long.BYTES) {
                long key = vector.getLong();
                long value = vector.getLong();
                if (key == PAGE_SIZE) {
                    return (int) value;
                }
            }
            return USUAL_PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] cpus(String list) {
        try {
            return numbers(Files.readString(CPUS.resolve(list)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The numbers of a list such as `0-3,5`.
    static int[] numbers(String list) {
        return Arrays.stream(list.split(","))
                .map(range -> range.split("-"))
                .flatMapToInt(
                        ends ->
                                IntStream.rangeClosed(
                                        Integer.parseInt(ends[0]),
                                        Integer.parseInt(ends[ends.length - 1])))
                .toArray();
    }
}
