package dev.skep.asm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Another project's program, as an oracle. Tests that need one are skipped where it is missing.
public final class Tool {
    private Tool() {}

    /// Skips the test unless every program is on the path.
    public static void require(String... names) {
        for (String name : names) {
            boolean found =
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
            assumeTrue(found, name + " is not installed: there is nothing to compare with");
        }
    }

    /// What the program prints, given `input`.
    public static String run(String input, String... command)
            throws IOException, InterruptedException {
        Path in = Files.createTempFile("tool", ".in");
        Path out = Files.createTempFile("tool", ".out");
        try {
            Files.writeString(in, input);
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            assertEquals(0, process.waitFor(), () -> String.join(" ", command));
            return Files.readString(out);
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    /// The bytes that `llvm-mc` makes of `source`.
    ///
    /// @param triple `bpfel` or `bpfeb`
    public static byte[] assemble(String source, String triple) throws Exception {
        Path object = Files.createTempFile("tool", ".o");
        Path text = Files.createTempFile("tool", ".bin");
        try {
            String file = object.toString();
            run(source, "llvm-mc-19", "-triple", triple, "-mcpu=v4", "-filetype=obj", "-o", file);
            textSection(object, text);
            return Files.readAllBytes(text);
        } finally {
            Files.delete(object);
            Files.delete(text);
        }
    }

    /// Copies the section `.text` of an object.
    public static void textSection(Path object, Path text) throws Exception {
        String from = object.toString();
        run("", "llvm-objcopy-19", "-O", "binary", "-j", ".text", from, text.toString());
    }

    /// What `llvm-objdump` prints for each instruction of an object's section `.text`, without
    /// indices and without the names of targets.
    public static List<String> disassemble(Path object, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("llvm-objdump-19", "-d", "-j", ".text", "--no-show-raw-insn"));
        command.addAll(List.of(options));
        command.add(object.toString());
        return run("", command.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches(" +[0-9]+:\\t.*"))
                .map(line -> line.replaceFirst(" +[0-9]+:\\t", "").replaceFirst(" <[.\\w].*", ""))
                .toList();
    }

    /// An object whose section `.text` holds `code`.
    public static Path object(byte[] code, String triple) throws Exception {
        StringBuilder source = new StringBuilder(".text\n");
        for (byte b : code) {
            source.append(".byte ").append(b & 0xff).append('\n');
        }
        Path object = Files.createTempFile("tool", ".o");
        String file = object.toString();
        run(source.toString(), "llvm-mc-19", "-triple", triple, "-filetype=obj", "-o", file);
        return object;
    }

    /// A text of the tests' resources.
    public static String resource(Class<?> test, String name) throws IOException {
        try (var in = test.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
