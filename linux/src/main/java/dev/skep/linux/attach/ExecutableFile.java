package dev.skep.linux.attach;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A 64-bit ELF file that runs: its functions, and where in the file they are (System V ABI,
/// chapters 4 and 5).
public final class ExecutableFile {
    private static final int MAGIC = 0x7f45_4c46;
    private static final int SYMBOLS = 2;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int FUNCTION = 2;
    private static final int INDIRECT_FUNCTION = 10;
    private static final int LOAD = 1;
    private static final int SECTION = 64;
    private static final int SEGMENT = 56;
    private static final int SYMBOL = 24;

    private final Path path;
    private final ByteBuffer bytes;

    private ExecutableFile(Path path, ByteBuffer bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /// Opens a file.
    ///
    /// @throws dev.skep.linux.KernelException if it is no 64-bit ELF file of this machine
    /// @throws UncheckedIOException if it cannot be read
    public static ExecutableFile open(Path path) {
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            boolean elf = bytes.limit() >= SECTION && bytes.getInt(0) == MAGIC && bytes.get(4) == 2;
            if (!elf) {
                throw AttachRefusals.missing(
                        path + " is no 64-bit ELF file", "name an executable or a shared library");
            }
            return new ExecutableFile(path, bytes.order(ByteOrder.nativeOrder()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where in the file the function of that name starts.
    ///
    /// @throws dev.skep.linux.KernelException if it has no such function, or is broken
    public long offset(String function) {
        try {
            OptionalLong address = address(function);
            if (address.isPresent()) {
                return offsetOf(address.getAsLong());
            }
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw AttachRefusals.missing(
                    "%s is broken: %s".formatted(path, e.getMessage()), "name another file");
        }
        throw AttachRefusals.missing(
                "%s has no function %s".formatted(path, function),
                "name one that it has: nm -D %s; stripped files know only what others may call"
                        .formatted(path));
    }

    private OptionalLong address(String function) {
        for (int section : sections()) {
            int type = bytes.getInt(section + 4);
            if (type == SYMBOLS || type == DYNAMIC_SYMBOLS) {
                int start = number(section + 24);
                int count = number(section + 32) / SYMBOL;
                int names = number(sections().get(bytes.getInt(section + 40)) + 24);
                for (int i = 0; i < count; i++) {
                    int at = start + i * SYMBOL;
                    int kind = bytes.get(at + 4) & 0xf;
                    boolean defined = bytes.getShort(at + 6) != 0;
                    if (defined
                            && (kind == FUNCTION || kind == INDIRECT_FUNCTION)
                            && isName(names + bytes.getInt(at), function)) {
                        return OptionalLong.of(bytes.getLong(at + 8));
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private long offsetOf(long address) {
        int start = number(32);
        int count = Short.toUnsignedInt(bytes.getShort(56));
        for (int i = 0; i < count; i++) {
            int at = start + i * SEGMENT;
            long from = bytes.getLong(at + 16);
            boolean within = address >= from && address - from < bytes.getLong(at + 32);
            if (bytes.getInt(at) == LOAD && within) {
                return address - from + bytes.getLong(at + 8);
            }
        }
        throw AttachRefusals.missing(
                "address 0x%x of %s is not loaded".formatted(address, path),
                "name another function");
    }

    /// Where the section headers start.
    private List<Integer> sections() {
        int start = number(40);
        int count = Short.toUnsignedInt(bytes.getShort(60));
        List<Integer> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            headers.add(start + i * SECTION);
        }
        return headers;
    }

    private int number(int at) {
        return Math.toIntExact(bytes.getLong(at));
    }

    private boolean isName(int at, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        if (at + wanted.length >= bytes.limit() || bytes.get(at + wanted.length) != 0) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
