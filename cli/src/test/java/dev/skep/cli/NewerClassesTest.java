package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A library for Java 5, made newer.
class NewerClassesTest {
    @TempDir Path folder;

    @Test
    void theLibraryWorksAsBefore() throws Exception {
        Path jar = folder.resolve("newer.jar");
        assertEquals(ExitCode.DONE, NewerClasses.rewrite(library(), jar));
        try (URLClassLoader loader =
                new URLClassLoader(
                        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            // Verification is part of loading.
            Class<?> type = Class.forName("picocli.CommandLine", true, loader);
            Object version = type.getField("VERSION").get(null);
            assertEquals(CommandLine.VERSION, version);
            Object text =
                    Class.forName("picocli.CommandLine$Help$Ansi", true, loader)
                            .getField("OFF")
                            .get(null);
            assertEquals("OFF", text.toString());
        }
    }

    @Test
    void everyClassHasStackMaps() throws Exception {
        Path jar = folder.resolve("newer.jar");
        NewerClasses.rewrite(library(), jar);
        try (JarFile file = new JarFile(jar.toFile());
                JarFile old = new JarFile(library().toFile())) {
            assertEquals(old.size(), file.size());
            for (var entry : file.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    assertTrue(in.readNBytes(8)[7] >= 50, entry.getName());
                }
            }
        }
    }

    @Test
    void aFileThatIsNoJarIsLeftAlone() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no jar");
        assertEquals(ExitCode.INPUT, NewerClasses.rewrite(text, folder.resolve("out.jar")));
    }

    private static Path library() throws Exception {
        URI source = CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        return Path.of(source);
    }
}
