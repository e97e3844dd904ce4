package dev.skep.cli;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.World;
import dev.skep.cli.picture.PictureFile;
import dev.skep.cli.picture.TextPicture;
import dev.skep.grid.Grid;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Generation after generation of a world, as text or in files: it waits for us after each.
record LifeRecord(World world, Console console, Duration pace, int every) {
    /// Goes on up to generation `last`, or until nobody reads.
    ///
    /// @param picture where the last generation goes; without this and `film`, all are printed
    /// @param film where all go
    void run(long last, Optional<Path> picture, Optional<Path> film, PictureFile.Look look)
            throws IOException {
        boolean files = picture.isPresent() || film.isPresent();
        // Nobody watches files being written.
        world.pace(files ? Duration.ZERO : pace);
        world.runUntil(0);
        world.start();
        List<Pattern> frames = new ArrayList<>();
        for (long generation = 0; generation <= last; ) {
            Grid board = world.board();
            if (film.isPresent()) {
                frames.add(Pattern.of(board));
            }
            if (!files && !print(generation, board)) {
                return;
            }
            if (generation == last) {
                break;
            }
            generation = Math.min(last, generation + (film.isPresent() || !files ? every : last));
            world.advanceTo(generation);
        }
        if (picture.isPresent()) {
            PictureFile.write(picture.get(), List.of(world.board()), look);
        }
        if (film.isPresent()) {
            PictureFile.write(film.get(), frames, look);
        }
    }

    /// Whether there is still somebody who reads.
    private boolean print(long generation, Grid board) {
        console.out()
                .println(
                        "generation %,d, population %,d".formatted(generation, board.population()));
        TextPicture.of(board, TextPicture.Colours.NONE).forEach(console.out()::println);
        return !console.out().checkError();
    }
}
