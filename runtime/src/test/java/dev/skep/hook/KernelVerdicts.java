package dev.skep.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program in the live kernel, asked through `bpftool prog run`.
final class KernelVerdicts implements AutoCloseable {
    private static final Path PINS = Path.of("/sys/fs/bpf");
    private static final Pattern RETURN = Pattern.compile("Return value: ([0-9]+)");

    private final Path pin = PINS.resolve("skep_test_" + System.nanoTime());
    private final Path packet = Files.createTempFile("packet", ".bin");

    KernelVerdicts(Path object) throws IOException, InterruptedException {
        bpftool("prog", "load", object.toString(), pin.toString());
    }

    /// Why the kernel cannot be asked; empty if it can.
    static String missing() {
        if (!Files.isExecutable(Path.of("/usr/sbin/bpftool"))) {
            return "bpftool is not installed";
        }
        return Files.isWritable(PINS) ? "" : "the BPF file system cannot be written to";
    }

    /// What the program returns, or `-` if the kernel does not run it over such a packet.
    String verdict(byte[] frame) throws IOException, InterruptedException {
        Files.write(packet, frame);
        String text =
                bpftool(
                        "prog",
                        "run",
                        "pinned",
                        pin.toString(),
                        "data_in",
                        packet.toString(),
                        "repeat",
                        "1");
        Matcher matcher = RETURN.matcher(text);
        return matcher.find() ? "" + Integer.parseUnsignedInt(matcher.group(1)) : "-";
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(packet);
        Files.deleteIfExists(pin);
    }

    private static String bpftool(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "/usr/sbin/bpftool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
