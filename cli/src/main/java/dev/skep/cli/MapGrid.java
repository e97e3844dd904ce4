package dev.skep.cli;

import dev.skep.cli.picture.PictureFile;
import dev.skep.cli.picture.TextPicture;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.grid.Grid;
import dev.skep.grid.GridCode;
import dev.skep.grid.GridLayout;
import dev.skep.linux.KernelMap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skep map grid`.
@Command(
        name = "grid",
        description = "Shows a value that is a grid as a picture.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nA map is a grid if its value is a two-dimensional array of numbers, or a",
            "structure with one such member, or with one that has a tag:",
            "btf_decl_tag(\"grid\"). With \"grid:bits\" each bit is a cell. Numbers are shown as",
            "shades of their logarithm.",
            "%nExit codes: 1 if the map is no grid, 4 if the kernel refuses.",
            "%nExamples:",
            "  skep map grid 12",
            "  skep map grid /sys/fs/bpf/heat --watch",
            "  skep map grid 12 --picture heat.png --cell 16"
        })
final class MapGrid implements Callable<Integer> {
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(200);

    private final Console console;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "ID|PIN",
            description = "the map's id, or the file that it is pinned as")
    private String which;

    @Option(
            names = "--key",
            paramLabel = "N",
            description = "which element of an array (default: the first there is)")
    private Integer key;

    @Option(names = "--watch", description = "show it live in the terminal, until q is pressed")
    private boolean watch;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write it to this .svg or .png file")
    private Path picture;

    @Option(
            names = "--cell",
            paramLabel = "PIXELS",
            description = "the side of a cell in the picture (default 4)",
            defaultValue = "4")
    private int cell;

    MapGrid(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (cell < 1 || cell > 64) {
            throw new ParameterException(spec.commandLine(), "--cell takes 1 to 64");
        }
        if (picture != null) {
            checkName();
        }
        try (KernelMap map = MapCommand.open(which)) {
            GridLayout layout = GridLayout.of(map.definition());
            Optional<Keyboard> keyboard = watch ? Keyboard.open() : Optional.empty();
            if (picture != null) {
                PictureFile.write(
                        picture,
                        List.of(grid(map, layout)),
                        new PictureFile.Look(cell, Duration.ZERO));
            } else if (keyboard.isPresent()) {
                try (Keyboard keys = keyboard.get();
                        Screen screen = new Screen(console)) {
                    follow(map, layout, keys, screen);
                }
            } else {
                print(grid(map, layout));
            }
        }
        return ExitCode.DONE;
    }

    private void checkName() {
        try {
            PictureFile.format(picture);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void print(Grid grid) {
        console.out().println(GridText.summary(grid));
        TextPicture.of(grid, console.gridColours()).forEach(line -> console.steer(line + "\n"));
    }

    private void follow(KernelMap map, GridLayout layout, Keyboard keys, Screen screen)
            throws IOException {
        while (true) {
            Grid grid = grid(map, layout);
            String name = map.definition().name() + ": ";
            screen.draw(grid, keys.size(), List.of(name + GridText.summary(grid), "q quit"));
            try {
                Thread.sleep(BETWEEN_FRAMES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            }
            if (keys.key().filter(k -> k == 'q').isPresent()) {
                return;
            }
        }
    }

    private Grid grid(KernelMap map, GridLayout layout) {
        Optional<byte[]> wanted =
                key == null
                        ? map.nextKey(null)
                        : Optional.of(
                                ByteBuffer.allocate(Integer.BYTES)
                                        .order(ByteOrder.nativeOrder())
                                        .putInt(key)
                                        .array());
        return layout.read(
                wanted.flatMap(map::lookup)
                        .orElseThrow(
                                () ->
                                        new HostException(
                                                Diagnostic.of(
                                                                GridCode.NO_GRID,
                                                                "it has no such element")
                                                        .at(
                                                                new Place.Named(
                                                                        "map "
                                                                                + map.definition()
                                                                                        .name())))));
    }
}
