package dev.skep.lab.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.skep.elf.ElfFile;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every committed case through every reader.
class CasesTest {
    @TestFactory
    Stream<DynamicTest> everyReaderReadsOrRefusesEveryCase() {
        return Stream.concat(Cases.objects().stream(), Cases.found().stream())
                .flatMap(CasesTest::throughEveryReader);
    }

    @Test
    void everyObjectThatCompilersMadeIsRead() {
        assertFalse(Cases.objects().isEmpty());
        Cases.objects().forEach(path -> assertDoesNotThrow(() -> ElfFile.parse(Cases.read(path))));
    }

    private static Stream<DynamicTest> throughEveryReader(Path path) {
        byte[] bytes = Cases.read(path);
        return Stream.of(Target.values())
                .map(
                        target ->
                                dynamicTest(
                                        path.getFileName() + " as " + target,
                                        () -> assertDoesNotThrow(() -> target.read(bytes))));
    }
}
