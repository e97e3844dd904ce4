package dev.skep.cli;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.World;
import dev.skep.cli.picture.PictureFile;
import dev.skep.diag.Suggestions;
import dev.skep.grid.GridLayout;
import dev.skep.linux.KernelHost;
import dev.skep.object.BpfObject;
import dev.skep.runtime.JvmHost;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `skep life`.
@Command(
        name = "life",
        description = "Shows the Game of Life, which runs by itself inside eBPF, in either host.",
        mixinStandardHelpOptions = true,
        footer = {
            "%nA timer in the host makes the generations; what is here only looks, and sets the",
            "pace. In a terminal it goes on until a key ends it: space pauses, s steps, + and",
            "- change the pace, n takes the next pattern, r starts anew, q quits. Boards that",
            "are larger than the terminal are shown smaller, in shades. Elsewhere every",
            "generation is printed, --every one of them, up to --generations.",
            "%nExit codes: 3 if the pattern or the object cannot be read, 4 if the kernel",
            "refuses.",
            "%nExamples:",
            "  skep life",
            "  skep life --pattern acorn --size 256 --speed 100 --host linux",
            "  skep life --pattern gun --generations 60 --film gun.svg"
        })
final class LifeCommand implements Callable<Integer> {
    private static final String BUNDLED = "life/life.bpf.o";
    private static final LifeSize USUAL = new LifeSize(64, 64);

    private final Console console;

    @Spec private CommandSpec spec;

    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            description =
                    "what it starts with: acorn, blinker, block, diehard, glider, gun (default),"
                            + " pulsar, r-pentomino, spaceship, random, or an RLE file",
            defaultValue = "gun")
    private String pattern;

    @Option(
            names = "--size",
            paramLabel = "COLUMNS[xROWS]",
            converter = LifeSize.Converter.class,
            description =
                    "the board, a torus: columns are a multiple of 64, both 2,048 at most"
                            + " (default: what the pattern fits into, or the terminal shows)")
    private LifeSize size;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "where: jvm (default), or linux, which takes root",
            defaultValue = "jvm")
    private HostKind host;

    @Option(
            names = "--generations",
            paramLabel = "N",
            description = "stop after generation N (default: never, with --film 100)")
    private Long generations;

    @Option(
            names = "--speed",
            paramLabel = "N",
            description = "generations per second (default 10); 0 for as many as there can be",
            defaultValue = "10")
    private double speed;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "print and film every Nth generation only",
            defaultValue = "1")
    private int every;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "write the last generation to this .svg or .png file")
    private Path picture;

    @Option(
            names = "--film",
            paramLabel = "FILE",
            description = "write all generations to this .svg or .png file, one after the other")
    private Path film;

    @Option(
            names = "--cell",
            paramLabel = "PIXELS",
            description = "the side of a cell in pictures (default 4)",
            defaultValue = "4")
    private int cell;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "where --pattern random starts (default 1)",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--object",
            paramLabel = "FILE",
            description = "another object, made of examples/life/life.bpf.c")
    private Path object;

    LifeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        checkOptions();
        LifePattern chosen = new LifePattern(pattern, seed);
        Optional<Pattern> fixed = chosen.fixed();
        BpfObject program = readObject();
        boolean live = picture == null && film == null;
        Optional<Keyboard> keyboard = live ? Keyboard.open() : Optional.empty();
        if (keyboard.isEmpty()) {
            LifeSize board = size == null ? fixed.map(LifeSize::around).orElse(USUAL) : size;
            host(program, chosen, fixed, board, this::record);
            return ExitCode.DONE;
        }
        try (Keyboard keys = keyboard.get()) {
            LifeSize board = size == null ? LifeSize.filling(keys.size(), fixed) : size;
            host(program, chosen, fixed, board, (world, start) -> show(world, start, board, keys));
            return ExitCode.DONE;
        }
    }

    /// Works with a world that has not started.
    private interface Work {
        void on(World world, Pattern start) throws IOException;
    }

    private void host(
            BpfObject program,
            LifePattern chosen,
            Optional<Pattern> fixed,
            LifeSize board,
            Work work)
            throws IOException {
        GridLayout room = World.layout(program);
        LifeSize most = new LifeSize(room.mostRows(), room.mostColumns());
        if (!board.fitsInto(most)) {
            throw usage(
                    "a board of %s cells: the object has room for %s, and one that was compiled with -DMOST=N for more"
                            .formatted(board, most));
        }
        if (fixed.isPresent() && !fixed.get().fits(board.rows(), board.columns())) {
            throw usage(
                    "the pattern has %dx%d cells, the board %s"
                            .formatted(fixed.get().columns(), fixed.get().rows(), board));
        }
        Pattern start = chosen.board(fixed, board);
        switch (host) {
            case JVM -> {
                try (JvmHost jvm = new JvmHost();
                        World world = World.in(jvm, program, board.rows(), board.columns())) {
                    world.put(start);
                    work.on(world, start);
                }
            }
            case LINUX -> {
                try (KernelHost kernel = KernelHost.open();
                        World world = World.in(kernel, program, board.rows(), board.columns())) {
                    world.put(start);
                    work.on(world, start);
                }
            }
        }
    }

    private void show(World world, Pattern start, LifeSize board, Keyboard keys)
            throws IOException {
        try (Screen screen = new Screen(console)) {
            new LifeShow(world, board, pattern, start, pace(), limit()).run(keys, screen, host);
        }
    }

    private void record(World world, Pattern start) throws IOException {
        new LifeRecord(world, console, pace(), every)
                .run(limit(), wanted(picture), wanted(film), look());
    }

    private static Optional<Path> wanted(Path file) {
        return Optional.ofNullable(file);
    }

    private PictureFile.Look look() {
        return new PictureFile.Look(cell, pace().isZero() ? Duration.ofMillis(100) : pace());
    }

    private Duration pace() {
        return speed == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / speed));
    }

    private long limit() {
        return generations == null ? film == null ? Long.MAX_VALUE : 100 : generations;
    }

    private void checkOptions() {
        boolean wrong = generations != null && generations < 0;
        if (wrong || every < 1 || cell < 1 || cell > 64) {
            throw usage(
                    "--generations takes a number from 0 on, --every from 1 on, --cell 1 to 64");
        }
        if (!(speed >= 0 && speed <= 1e9)) {
            throw usage("--speed takes a number from 0 to 1e9");
        }
        if (picture != null && limit() == Long.MAX_VALUE) {
            throw usage("--picture takes --generations, too: which one is the last?");
        }
        for (Path file : new Path[] {picture, film}) {
            try {
                if (file != null) {
                    PictureFile.format(file);
                }
            } catch (IllegalArgumentException e) {
                throw usage(e.getMessage());
            }
        }
        if (Pattern.named(pattern).isEmpty()
                && !pattern.equals(LifePattern.RANDOM)
                && !pattern.contains(".")
                && !Files.exists(Path.of(pattern))) {
            var near = Suggestions.of(pattern, Pattern.NAMES);
            throw usage(
                    "there is no pattern '%s'%s"
                            .formatted(
                                    pattern,
                                    near.isEmpty()
                                            ? ""
                                            : "; did you mean " + String.join(" or ", near) + "?"));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private BpfObject readObject() throws IOException {
        if (object != null) {
            return InputFile.read(object, BpfObject::read);
        }
        try (InputStream in = LifeCommand.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new NoSuchFileException(
                        BUNDLED, null, "this build has none; name one with --object");
            }
            return BpfObject.read(in.readAllBytes());
        }
    }
}
