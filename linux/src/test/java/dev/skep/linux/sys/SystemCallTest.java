package dev.skep.linux.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The numbers of system calls and socket options against the headers of the kernel for user space,
/// and machines that have no bpf(2).
class SystemCallTest {
    private static final Path HEADERS = Path.of("/usr/include");
    private static final Pattern DEFINITION = Pattern.compile("#define\\s+(\\w+)\\s+(\\w+).*");

    @Test
    void numbersOfX86AreThoseOfItsHeader() throws IOException {
        compare(HEADERS.resolve("x86_64-linux-gnu/asm/unistd_64.h"), "amd64");
    }

    /// `asm-generic/unistd.h` is the table of arm64 and riscv64.
    @Test
    void numbersOfArmAreThoseOfTheGenericHeader() throws IOException {
        compare(HEADERS.resolve("asm-generic/unistd.h"), "aarch64");
        for (SystemCall call : SystemCall.values()) {
            assertEquals(call.number("aarch64"), call.number("riscv64"));
        }
    }

    private static void compare(Path header, String machine) throws IOException {
        Map<String, Integer> numbers = definitions(header);
        for (SystemCall call : SystemCall.values()) {
            String name = "__NR_" + call.name().toLowerCase(Locale.ROOT);
            assertEquals(numbers.get(name), call.number(machine), name);
        }
    }

    @Test
    void optionsAreThoseOfTheGenericHeader() throws IOException {
        Map<String, Integer> numbers = definitions(HEADERS.resolve("asm-generic/socket.h"));
        Map<SocketOption, String> names =
                Map.of(
                        SocketOption.ATTACH_FILTER, "SO_ATTACH_FILTER",
                        SocketOption.ATTACH_PROGRAM, "SO_ATTACH_BPF",
                        SocketOption.DETACH_FILTER, "SO_DETACH_FILTER",
                        SocketOption.ATTACH_REUSEPORT, "SO_ATTACH_REUSEPORT_EBPF",
                        SocketOption.DETACH_REUSEPORT, "SO_DETACH_REUSEPORT_BPF");
        for (SocketOption option : SocketOption.values()) {
            assertEquals(numbers.get(names.get(option)), option.number(), option.name());
        }
        assertEquals(1, numbers.get("SOL_SOCKET"));
    }

    /// Numbers by name; a name may stand for another one.
    private static Map<String, Integer> definitions(Path header) throws IOException {
        assumeTrue(Files.isReadable(header), "the kernel's headers are not installed: " + header);
        Map<String, Integer> numbers = new HashMap<>();
        for (String line : Files.readAllLines(header)) {
            Matcher definition = DEFINITION.matcher(line);
            if (definition.matches()) {
                String value = definition.group(2);
                Optional.ofNullable(numbers.get(value))
                        .or(() -> number(value))
                        .ifPresent(number -> numbers.put(definition.group(1), number));
            }
        }
        assertTrue(numbers.size() > 20, header.toString());
        return numbers;
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.decode(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    @Test
    void otherSystemsHaveNone() {
        assertEquals(
                Optional.of("this is Mac OS X, and bpf(2) is a system call of Linux"),
                SystemCall.obstacle("Mac OS X", "aarch64"));
        assertTrue(SystemCall.obstacle("Windows 11", "amd64").isPresent());
        assertEquals(
                Optional.of("the number of bpf(2) on s390x is not known here"),
                SystemCall.obstacle("Linux", "s390x"));
        for (String machine : new String[] {"amd64", "aarch64", "riscv64"}) {
            assertEquals(Optional.empty(), SystemCall.obstacle("Linux", machine));
        }
    }
}
