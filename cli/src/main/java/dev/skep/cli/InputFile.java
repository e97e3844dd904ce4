package dev.skep.cli;

import dev.skep.capture.Capture;
import dev.skep.diag.HostException;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.SkepException;
import dev.skep.diag.TrapException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads files, and puts their names into the diagnostics of what reads their bytes.
final class InputFile {
    private InputFile() {}

    /// The whole file.
    static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        return Files.readAllBytes(file);
    }

    /// What `reader` makes of the file's bytes.
    static <T> T read(Path file, Function<byte[], T> reader) throws IOException {
        byte[] bytes = bytes(file);
        return named(file, () -> reader.apply(bytes));
    }

    /// The capture in a file.
    static Capture opened(Path file, Arena arena) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder");
        }
        try {
            return Capture.open(file, arena);
        } catch (MalformedException e) {
            throw new MalformedException(e.diagnostic().in(file.toString()));
        }
    }

    /// What `work` yields; a refusal on the way names `file`.
    static <T> T named(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (SkepException e) {
            throw in(file.toString(), e);
        }
    }

    private static SkepException in(String file, SkepException e) {
        return switch (e) {
            case MalformedException m -> new MalformedException(m.diagnostic().in(file));
            case LinkException l -> new LinkException(l.diagnostic().in(file));
            case TrapException t -> t;
            case HostException h -> h;
        };
    }
}
