package dev.skep.cli.picture;

import dev.skep.grid.Grid;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Writes pictures of grids into files.
public final class PictureFile {
    private PictureFile() {}

    /// What a file holds.
    public enum Format {
        /// Scalable vector graphics.
        SVG,
        /// Portable network graphics; several pictures make an animated one (APNG).
        PNG
    }

    /// How pictures look.
    ///
    /// @param cell the side of a cell in pixels
    /// @param pause how long each of several pictures is shown
    public record Look(int cell, Duration pause) {}

    /// The format that a file's name ends with.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Format format(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "%s: pictures are files that end with .svg or .png".formatted(file));
    }

    /// Writes one picture, or several of the same size that follow each other. The file is there
    /// afterwards as a whole, or not at all.
    public static void write(Path file, List<? extends Grid> frames, Look look) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                switch (format(file)) {
                    case SVG -> new SvgWriter(frames, look).write(out);
                    case PNG -> new PngWriter(frames, look).write(out);
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
