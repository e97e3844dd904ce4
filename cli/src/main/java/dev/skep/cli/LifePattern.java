package dev.skep.cli;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.RleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/// What a board starts with: a pattern that has a name, one from a file, or chance.
///
/// @param text what was asked for: a name, `random`, or a file
/// @param seed for `random`
record LifePattern(String text, long seed) {
    static final String RANDOM = "random";

    private static final double DENSITY = 0.3;

    /// The pattern, where it does not depend on the board's size; empty for `random`.
    ///
    /// @throws dev.skep.diag.MalformedException if the file holds none
    Optional<Pattern> fixed() throws IOException {
        if (text.equals(RANDOM)) {
            return Optional.empty();
        }
        Optional<Pattern> named = Pattern.named(text);
        return named.isPresent() ? named : Optional.of(read(Path.of(text)));
    }

    private static Pattern read(Path file) throws IOException {
        return InputFile.read(
                file, bytes -> RleReader.read(new String(bytes, StandardCharsets.UTF_8)));
    }

    /// The whole board.
    Pattern board(Optional<Pattern> fixed, LifeSize size) {
        return fixed.map(p -> p.centred(size.rows(), size.columns()))
                .orElseGet(
                        () ->
                                Pattern.random(
                                        size.rows(),
                                        size.columns(),
                                        DENSITY,
                                        new SplittableRandom(seed)));
    }
}
