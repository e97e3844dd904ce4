package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected texts in files; `-Dskep.golden=rewrite` writes them anew.
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/skep/btf");

    private Golden() {}

    static void assertText(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }
}
