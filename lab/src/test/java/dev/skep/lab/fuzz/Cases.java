package dev.skep.lab.fuzz;

import dev.skep.btf.Btf;
import dev.skep.elf.ElfFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The committed cases: tests run in their module's folder.
final class Cases {
    private static final Path FOLDER = Path.of("..", "cases");

    private Cases() {}

    /// The objects that compilers made.
    static List<Path> objects() {
        Path fixtures = Path.of("..", "core", "src", "test", "resources", "dev", "skep", "object");
        return Stream.concat(files(FOLDER.resolve("objects")), files(fixtures))
                .filter(path -> path.toString().endsWith(".o"))
                .toList();
    }

    /// What random tests and fuzzers have found.
    static List<Path> found() {
        return files(FOLDER.resolve("found")).filter(path -> !path.endsWith("README.md")).toList();
    }

    static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A section of an object by the name of its file.
    static byte[] section(String object, String section) {
        ElfFile file = ElfFile.parse(read(FOLDER.resolve("objects").resolve(object)));
        ByteBuffer contents = file.section(section).orElseThrow().contents();
        byte[] bytes = new byte[contents.remaining()];
        contents.get(bytes);
        return bytes;
    }

    /// The types that belong to `.BTF.ext` cases.
    static Btf types() {
        return Btf.parse(section("core.o", ".BTF"));
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
