package dev.skep.lab.run;

import dev.skep.asm.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
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
public record InstructionCase(
        String name,
        String program,
        byte[] memory,
        Optional<Long> result,
        Optional<String> trap,
        Optional<byte[]> after) {
    /// Every case of every file in `folder`.
    public static List<InstructionCase> all(Path folder) {
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

    /// The case as a program that a verifier may accept: the code of the case becomes a function
    /// that finds the memory in the value of a map. What it returns goes into that of another.
    public Program wrapped() {
        List<MapDefinition> maps = new ArrayList<>();
        maps.add(MapDefinition.of("result", MapType.ARRAY, Integer.BYTES, Long.BYTES, 1));
        if (memory.length > 0) {
            maps.add(MapDefinition.of("memory", MapType.ARRAY, Integer.BYTES, memory.length, 1));
        }
        String text =
                """
                r1 = %s ll
                r2 = %d
                r3 = 0
                r4 = 0
                r5 = 0
                call pc+5
                r1 = map[0][0]+0 ll
                *(u64 *)(r1 + 0) = r0
                r0 = 0
                exit
                """
                        .formatted(memory.length > 0 ? "map[1][0]+0" : "0", memory.length);
        Bytecode code = Assembler.assemble(text + program);
        return Program.of("main", ProgramType.XDP, code).withMaps(maps);
    }

    private static byte[] bytes(String text) {
        return HexFormat.ofDelimiter(" ").parseHex(text);
    }

    @Override
    public String toString() {
        return name;
    }
}
