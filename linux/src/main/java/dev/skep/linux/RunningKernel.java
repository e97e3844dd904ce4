package dev.skep.linux;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.diag.Diagnostic;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreTarget;
import dev.skep.object.Extern;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// What objects ask of the kernel that they are linked for: its types, configuration, symbols and
/// version. Each is read when somebody first asks. Safe for many threads.
public final class RunningKernel {
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
    private static final Path CONFIGURATION = Path.of("/proc/config.gz");
    private static final Path SYMBOLS = Path.of("/proc/kallsyms");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");
    private static final int LARGEST_PART = 255;

    private final KernelTypes types = new KernelTypes();
    private Map<String, Long> addresses;

    /// The kernel below this JVM.
    public RunningKernel() {}

    /// Its types; empty if it does not publish them.
    ///
    /// @throws UncheckedIOException if they cannot be read
    public Optional<Btf> types() {
        return types.get();
    }

    /// Its release as `uname -r` prints it.
    public String release() {
        try {
            return Files.readString(RELEASE).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its `LINUX_VERSION_CODE`.
    public int version() {
        return version(release());
    }

    /// The `LINUX_VERSION_CODE` of a release such as `6.1.0-18-amd64`; 0 if it is none.
    static int version(String release) {
        Matcher parts = VERSION.matcher(release);
        if (!parts.matches()) {
            return 0;
        }
        int patch = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
        return Integer.parseInt(parts.group(1)) << 16
                | Integer.parseInt(parts.group(2)) << 8
                | Math.min(patch, LARGEST_PART);
    }

    /// What `object` has to be linked with to be loaded into this kernel: options that `base` sets
    /// itself win.
    ///
    /// @throws UncheckedIOException if something cannot be read
    /// @throws KernelException if the object adapts to the kernel's types, and there are none
    public LinkOptions linkOptions(BpfObject object, LinkOptions base) {
        LinkOptions options = base.withKconfig(configuration(object, base.kconfig()));
        if (!object.externs().isEmpty()) {
            options = options.withSymbols(symbols());
        }
        if (!object.adapts() || !(base.target() instanceof CoreTarget.Unknown)) {
            return options;
        }
        return options.withTarget(types().orElseThrow(RunningKernel::untyped));
    }

    private static KernelException untyped() {
        return new KernelException(
                Diagnostic.of(KernelCode.UNTYPED, "the object adapts to the kernel's types")
                        .because("this kernel does not publish them in /sys/kernel/btf/vmlinux")
                        .fix(
                                "use a kernel that is built with CONFIG_DEBUG_INFO_BTF, or give its"
                                        + " types: --btf FILE"),
                0);
    }

    /// Values for the object's `__kconfig` variables; `given` wins.
    private Map<String, String> configuration(BpfObject object, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        List<String> wanted =
                object.externs().stream()
                        .filter(e -> e.kind() == Extern.Kind.KCONFIG)
                        .map(Extern::name)
                        .filter(name -> !given.containsKey(name))
                        .toList();
        if (wanted.stream().anyMatch(name -> name.startsWith("CONFIG_"))) {
            values.putAll(configuration());
        }
        values.put("LINUX_KERNEL_VERSION", "0x" + Integer.toHexString(version()));
        values.put("LINUX_HAS_BPF_COOKIE", since("5.15") ? "1" : "0");
        values.put("LINUX_HAS_SYSCALL_WRAPPER", since("4.17") ? "1" : "0");
        values.putAll(given);
        return values;
    }

    private boolean since(String release) {
        return version() >= version(release);
    }

    /// The options that it was built with, by name; empty where it does not show them.
    public Map<String, String> configuration() {
        Path boot = Path.of("/boot", "config-" + release());
        try {
            if (Files.isReadable(CONFIGURATION)) {
                try (InputStream file = new GZIPInputStream(Files.newInputStream(CONFIGURATION))) {
                    return options(file);
                }
            }
            if (Files.isReadable(boot)) {
                try (InputStream file = Files.newInputStream(boot)) {
                    return options(file);
                }
            }
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> options(InputStream file) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        Map<String, String> options = new HashMap<>();
        lines.lines()
                .filter(line -> line.startsWith("CONFIG_") && line.contains("="))
                .map(line -> line.split("=", 2))
                .forEach(cells -> options.put(cells[0], cells[1]));
        return options;
    }

    /// Its symbols, functions and variables. Addresses are those that this user may see: without
    /// the right to, all of them are 0 and none is known.
    public KernelSymbols symbols() {
        return new KernelSymbols() {
            @Override
            public OptionalLong address(String name) {
                Long address = addresses().get(name);
                return address == null || address == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(address);
            }

            @Override
            public OptionalInt variable(String name) {
                return find(BtfKind.VAR, name);
            }

            @Override
            public OptionalInt function(String name) {
                return find(BtfKind.FUNC, name);
            }

            private OptionalInt find(BtfKind kind, String name) {
                return types().map(btf -> btf.find(kind, name)).orElse(OptionalInt.empty());
            }
        };
    }

    /// Its symbols by address; of several at one address, the first. Empty where all are hidden.
    Map<Long, String> symbolNames() {
        Map<Long, String> names = new HashMap<>();
        addresses()
                .forEach(
                        (name, address) ->
                                names.merge(address, name, (a, b) -> a.compareTo(b) <= 0 ? a : b));
        names.remove(0L);
        return names;
    }

    private synchronized Map<String, Long> addresses() {
        if (addresses == null) {
            Map<String, Long> found = new HashMap<>();
            try (Stream<String> lines = Files.lines(SYMBOLS, StandardCharsets.ISO_8859_1)) {
                lines.map(line -> line.split("[ \t]"))
                        .filter(cells -> cells.length >= 3)
                        .forEach(
                                cells ->
                                        found.putIfAbsent(
                                                cells[2], Long.parseUnsignedLong(cells[0], 16)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            addresses = found;
        }
        return addresses;
    }
}
