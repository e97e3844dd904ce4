package dev.skep.lab.verify;

import dev.skep.btf.Btf;
import dev.skep.object.KernelSymbols;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The symbols of the running kernel: ids from its types, addresses from `/proc/kallsyms`.
final class RunningKernel implements KernelSymbols {
    private static final Path SYMBOLS = Path.of("/proc/kallsyms");

    private final KernelSymbols typed;
    private final Map<String, Long> addresses = new HashMap<>();

    RunningKernel(Btf types) {
        typed = KernelSymbols.of(types);
    }

    @Override
    public OptionalLong address(String name) {
        if (addresses.isEmpty()) {
            read();
        }
        Long address = addresses.get(name);
        return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }

    private void read() {
        try (Stream<String> lines = Files.lines(SYMBOLS)) {
            lines.map(line -> line.split("\\s+"))
                    .forEach(
                            cells ->
                                    addresses.putIfAbsent(
                                            cells[2], Long.parseUnsignedLong(cells[0], 16)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public OptionalInt variable(String name) {
        return typed.variable(name);
    }

    @Override
    public OptionalInt function(String name) {
        return typed.function(name);
    }

    /// `LINUX_VERSION_CODE` of the running kernel, as kernel configurations spell numbers.
    static String version() {
        String[] numbers = System.getProperty("os.version").split("[^0-9]+");
        int patch = numbers.length > 2 ? Math.min(Integer.parseInt(numbers[2]), 255) : 0;
        return Integer.toString(
                Integer.parseInt(numbers[0]) << 16 | Integer.parseInt(numbers[1]) << 8 | patch);
    }
}
