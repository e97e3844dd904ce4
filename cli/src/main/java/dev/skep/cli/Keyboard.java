package dev.skep.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The terminal that the command was started in, in a state in which single keys are read and not
/// shown. `stty` puts it there and back, as POSIX has it; where there is none, there are no keys.
/// Closing it, or the end of the process by a signal that can be caught, restores the terminal.
final class Keyboard implements AutoCloseable {
    private static final File TERMINAL = new File("/dev/tty");

    private final String before;
    private final Thread restoring = new Thread(this::restore);

    private Keyboard(String before) {
        this.before = before;
    }

    /// The terminal; empty where input or output is something else, or it cannot be changed.
    static Optional<Keyboard> open() {
        if (System.console() == null || !System.console().isTerminal()) {
            return Optional.empty();
        }
        return stty("-g")
                .flatMap(
                        before -> {
                            Keyboard keyboard = new Keyboard(before.strip());
                            Runtime.getRuntime().addShutdownHook(keyboard.restoring);
                            // Ctrl-C stays a signal.
                            return stty("-icanon", "-echo", "min", "1", "time", "0")
                                    .map(_ -> keyboard);
                        });
    }

    /// How many lines and columns it shows.
    ///
    /// @param rows at least 1
    /// @param columns at least 1
    record Size(int rows, int columns) {
        /// What terminals have that do not tell.
        static final Size USUAL = new Size(24, 80);
    }

    /// How large it is now.
    Size size() {
        return stty("size")
                .map(String::strip)
                .filter(text -> text.matches("[1-9]\\d{0,4} [1-9]\\d{0,4}"))
                .map(text -> text.split(" "))
                .map(parts -> new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])))
                .orElse(Size.USUAL);
    }

    /// A key that was pressed; empty if none was. Does not wait.
    Optional<Character> key() throws IOException {
        InputStream keys = System.in;
        return keys.available() > 0 ? Optional.of((char) keys.read()) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(restoring);
        } catch (IllegalStateException e) {
            // The process ends already, and the hook does it.
            return;
        }
        restore();
    }

    private void restore() {
        stty(before);
    }

    /// What `stty` prints; empty where it fails.
    private static Optional<String> stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(TERMINAL)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            byte[] printed = process.getInputStream().readAllBytes();
            return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(new String(printed, StandardCharsets.US_ASCII))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
