package dev.skep.elf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// The committed objects: tests run in their module's folder.
public final class Cases {
    private Cases() {}

    public static Path path(String name) {
        return Path.of("..", "cases", "objects", name);
    }

    public static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ElfFile elf(String name) {
        return ElfFile.parse(bytes(name));
    }

    /// A section of an object.
    public static ByteBuffer section(String name, String section) {
        return elf(name).section(section).orElseThrow().contents();
    }

    /// A copy of an object, little endian, to damage.
    static ByteBuffer copy(String name) {
        return ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Where the header of a section stands in its file.
    static int headerOf(ByteBuffer file, String section) {
        ElfFile elf = ElfFile.parse(file.array());
        return (int) file.getLong(40) + 64 * elf.section(section).orElseThrow().index();
    }
}
