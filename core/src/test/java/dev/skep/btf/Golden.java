package dev.skep.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Expected texts in files; `-Dskep.golden=rewrite` writes them anew.
public final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private Golden() {}

    /// Compares `actual` with the file `name` in the folder of the test's package.
    public static void assertText(Class<?> test, String name, String actual) throws IOException {
        Path file = RESOURCES.resolve(test.getPackageName().replace('.', '/')).resolve(name);
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual);
    }
}
