package dev.skep.lab.house;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.skep.diag.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Where the project's own sources and classes are.
public final class House {
    /// The modules that hold code of ours, in the order of the design.
    static final List<String> MODULES =
            List.of("core", "verifier", "runtime", "linux", "cli", "lab");

    private House() {}

    /// The project's top folder: tests run in their module's.
    public static Path root() {
        return Path.of("").toAbsolutePath().getParent();
    }

    /// Every Java source, tests included.
    static List<Path> sources() {
        return MODULES.stream()
                .flatMap(m -> files(root().resolve(m).resolve("src"), ".java"))
                .toList();
    }

    /// Every Java source of the product, without tests.
    static List<Path> mainSources() {
        return MODULES.stream()
                .flatMap(m -> files(root().resolve(m).resolve("src/main/java"), ".java"))
                .toList();
    }

    /// The folders with the product's compiled classes.
    static List<Path> classFolders() {
        return MODULES.stream()
                .map(m -> root().resolve(m).resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList();
    }

    /// Every compiled class of the product.
    static List<Path> classes() {
        return classFolders().stream().flatMap(folder -> files(folder, ".class")).toList();
    }

    /// Every code that a diagnostic can carry.
    public static List<Code> codes() {
        return new ClassFileImporter()
                .importPaths(classFolders()).stream()
                        .filter(c -> c.isEnum() && c.isAssignableTo(Code.class))
                        .flatMap(c -> Arrays.stream((Code[]) c.reflect().getEnumConstants()))
                        .toList();
    }

    private static Stream<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(p -> p.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
