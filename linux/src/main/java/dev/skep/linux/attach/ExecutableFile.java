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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A 64-bit ELF file that runs: its functions and probes, and where in the file they are (System V
/// ABI, chapters 4 and 5).
public final class ExecutableFile {
    private static final int MAGIC = 0x7f45_4c46;
    private static final int SYMBOLS = 2;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int NOTES = 7;
    private static final int NOTE_HEADER = 12;
    private static final int PROBE_NOTE = 3;
    private static final String PROBES = ".note.stapsdt";
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

    /// Where in the file the functions start whose names fit a pattern: `*` stands for any
    /// characters, `?` for one.
    ///
    /// @throws dev.skep.linux.KernelException if none does, or the file is broken
    public List<Long> offsets(NamePattern pattern) {
        List<Long> offsets;
        try {
            offsets =
                    functions()
                            .filter(f -> pattern.fits(text(f.name)))
                            .map(f -> offsetOf(f.address))
                            .distinct()
                            .toList();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw AttachRefusals.missing(
                    "%s is broken: %s".formatted(path, e.getMessage()), "name another file");
        }
        if (offsets.isEmpty()) {
            throw AttachRefusals.missing(
                    "%s has no function %s".formatted(path, pattern),
                    "look for its functions: nm -D " + path);
        }
        return offsets;
    }

    /// The probes that its author left in it; empty if there are none.
    ///
    /// @throws dev.skep.linux.KernelException if it is broken
    public List<UserProbe> probes() {
        try {
            List<UserProbe> probes = new ArrayList<>();
            for (int section : sections()) {
                if (bytes.getInt(section + 4) == NOTES && nameOf(section).equals(PROBES)) {
                    int start = number(section + 24);
                    int end = start + number(section + 32);
                    for (int at = start; at + NOTE_HEADER <= end; at = readNote(at, probes)) {}
                }
            }
            return probes;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw AttachRefusals.missing(
                    "%s is broken: %s".formatted(path, e.getMessage()), "name another file");
        }
    }

    /// Reads the note at `at`: the address of the probe, that of a section at the time of linking,
    /// that of the semaphore, and three texts.
    ///
    /// @return where the next one starts
    private int readNote(int at, List<UserProbe> into) {
        int owner = bytes.getInt(at);
        int length = bytes.getInt(at + 4);
        int start = Math.addExact(at + NOTE_HEADER, round4(owner));
        int next = Math.addExact(start, round4(length));
        if (owner < 0 || length < 0 || next <= at) {
            throw new IndexOutOfBoundsException("a note of no length");
        }
        if (bytes.getInt(at + 8) == PROBE_NOTE && isName(at + NOTE_HEADER, "stapsdt")) {
            long moved = moved(bytes.getLong(start + 8));
            long semaphore = bytes.getLong(start + 16);
            String provider = text(start + 24);
            String name = text(start + 25 + provider.length());
            String arguments = text(start + 26 + provider.length() + name.length());
            into.add(
                    new UserProbe(
                            provider,
                            name,
                            offsetOf(bytes.getLong(start) + moved),
                            semaphore == 0 ? 0 : offsetOf(semaphore + moved),
                            arguments));
        }
        return next;
    }

    /// How far a tool such as prelink has moved the file's addresses since it was linked.
    private long moved(long base) {
        for (int section : sections()) {
            if (nameOf(section).equals(".stapsdt.base")) {
                return bytes.getLong(section + 16) - base;
            }
        }
        return 0;
    }

    private String nameOf(int section) {
        int names = sections().get(Short.toUnsignedInt(bytes.getShort(62)));
        return text(Math.addExact(number(names + 24), bytes.getInt(section)));
    }

    private String text(int at) {
        int end = at;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - at];
        bytes.get(at, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static int round4(int size) {
        return size + 3 & -4;
    }

    private OptionalLong address(String function) {
        return functions()
                .filter(f -> isName(f.name, function))
                .mapToLong(FunctionSymbol::address)
                .findFirst();
    }

    /// A function that the file knows.
    ///
    /// @param name where in the file it stands
    private record FunctionSymbol(int name, long address) {}

    private Stream<FunctionSymbol> functions() {
        return sections().stream()
                .filter(
                        section -> {
                            int type = bytes.getInt(section + 4);
                            return type == SYMBOLS || type == DYNAMIC_SYMBOLS;
                        })
                .flatMap(this::functions);
    }

    private Stream<FunctionSymbol> functions(int section) {
        int start = number(section + 24);
        int count = number(section + 32) / SYMBOL;
        int names = number(sections().get(bytes.getInt(section + 40)) + 24);
        return IntStream.range(0, count)
                .map(i -> start + i * SYMBOL)
                .filter(
                        at -> {
                            int kind = bytes.get(at + 4) & 0xf;
                            boolean code = kind == FUNCTION || kind == INDIRECT_FUNCTION;
                            return code && bytes.getShort(at + 6) != 0;
                        })
                .mapToObj(
                        at -> new FunctionSymbol(names + bytes.getInt(at), bytes.getLong(at + 8)));
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
