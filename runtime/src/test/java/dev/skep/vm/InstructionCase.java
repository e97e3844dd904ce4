package dev.skep.vm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One case of a file under `cases/isa`; the README there describes them.
///
/// @param result r0 at the end, where the program ends
/// @param trap the code of the trap, where it does not
/// @param after the memory at the end, where the case says
record InstructionCase(
        String name,
        String program,
        byte[] memory,
        Optional<Long> result,
        Optional<String> trap,
        Optional<byte[]> after) {
    /// Every case of every file.
    static List<InstructionCase> all() {
        Path folder = Path.of("").toAbsolutePath().resolveSibling("cases").resolve("isa");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".case"))
                    .sorted()
                    .flatMap(f -> read(f).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<InstructionCase> read(Path file) {
        String prefix = file.getFileName().toString().replace(".case", "") + ": ";
        List<InstructionCase> cases = new ArrayList<>();
        try {
            String text =
                    String.join(
                            "\n",
                            Files.readAllLines(file).stream()
                                    .filter(l -> !l.startsWith("#"))
                                    .toList());
            for (String part : text.split("(^|\n)== ")) {
                if (!part.isBlank()) {
                    cases.add(parse(prefix, part));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static InstructionCase parse(String prefix, String text) {
        int line = text.indexOf('\n');
        String[] parts = text.substring(line).split("\n-- ");
        InstructionCase found =
                new InstructionCase(
                        prefix + text.substring(0, line).strip(),
                        parts[0],
                        new byte[0],
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        for (int i = 1; i < parts.length; i++) {
            String[] words = parts[i].strip().split(" ", 2);
            found = found.with(words[0], words[1]);
        }
        return found;
    }

    private InstructionCase with(String what, String value) {
        return switch (what) {
            case "memory" -> new InstructionCase(name, program, bytes(value), result, trap, after);
            case "result" ->
                    new InstructionCase(
                            name,
                            program,
                            memory,
                            Optional.of(Long.parseUnsignedLong(value.substring(2), 16)),
                            trap,
                            after);
            case "trap" ->
                    new InstructionCase(name, program, memory, result, Optional.of(value), after);
            case "after" ->
                    new InstructionCase(
                            name, program, memory, result, trap, Optional.of(bytes(value)));
            default -> throw new IllegalArgumentException(name + ": " + what);
        };
    }

    private static byte[] bytes(String text) {
        return HexFormat.ofDelimiter(" ").parseHex(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
