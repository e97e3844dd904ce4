package dev.skep.cli;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.World;
import dev.skep.grid.Grid;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A world in a terminal, live: looks at it some twenty times a second, and hands on what keys say.
final class LifeShow {
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(45);

    /// What + and - go through, in generations per second; 0 is as many as there can be.
    private static final List<Double> SPEEDS =
            List.of(1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 10_000.0, 0.0);

    private final World world;
    private final LifeSize size;
    private final long limit;
    private final Rate rate = new Rate();
    private Pattern start;
    private String name;
    private Duration pace;
    private boolean running = true;
    private boolean over;

    /// The program's counter when the pattern was put.
    private long origin;

    LifeShow(World world, LifeSize size, String name, Pattern start, Duration pace, long limit) {
        this.world = world;
        this.size = size;
        this.name = name;
        this.start = start;
        this.pace = pace;
        this.limit = limit;
    }

    void run(Keyboard keys, Screen screen, HostKind host) throws IOException {
        world.pace(pace);
        proceed();
        world.start();
        Keyboard.Size terminal = keys.size();
        for (int frame = 1; !over; frame++) {
            // Windows change their size now and then.
            terminal = frame % 20 == 0 ? keys.size() : terminal;
            Grid board = world.board();
            long generation = world.generations() - origin;
            screen.draw(board, terminal, List.of(status(board, generation, host), KEYS));
            if (generation >= limit) {
                return;
            }
            rest();
            for (Optional<Character> key = keys.key(); key.isPresent(); key = keys.key()) {
                press(key.get());
            }
        }
    }

    private static final String KEYS =
            "space pause   s step   + - pace   n pattern   r restart   q quit";

    private String status(Grid board, long generation, HostKind host) {
        return String.format(
                Locale.ROOT,
                "%s  generation %,d  population %,d  %s  %s %s in %s",
                running ? "▶" : "⏸",
                generation,
                board.population(),
                running ? "%,.0f/s".formatted(rate.after(generation)) : "paused",
                name,
                size,
                host == HostKind.JVM ? "the JVM" : "Linux");
    }

    private void press(char key) throws IOException {
        switch (key) {
            case ' ', 'p' -> {
                running = !running;
                if (running) {
                    proceed();
                } else {
                    world.halt();
                }
            }
            case 's', '.' -> {
                if (running) {
                    running = false;
                    world.halt();
                }
                world.advanceTo(world.generations() + 1);
            }
            case '+', '=' -> faster(1);
            case '-' -> faster(-1);
            case 'r' -> restart();
            case 'n' -> {
                int next = (Pattern.NAMES.indexOf(name) + 1) % Pattern.NAMES.size();
                name = Pattern.NAMES.get(next);
                Pattern pattern = Pattern.named(name).orElseThrow();
                if (pattern.fits(size.rows(), size.columns())) {
                    start = pattern.centred(size.rows(), size.columns());
                }
                restart();
            }
            case 'q', 4 -> over = true;
            default -> {}
        }
    }

    private void faster(int by) {
        double now = pace.isZero() ? 0 : 1e9 / pace.toNanos();
        int at = SPEEDS.size() - 1;
        for (int i = SPEEDS.size() - 2; i >= 0 && now > 0; i--) {
            at = SPEEDS.get(i) >= now * 0.99 ? i : at;
        }
        double speed = SPEEDS.get(Math.clamp(at + by, 0, SPEEDS.size() - 1));
        pace = speed == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / speed));
        world.pace(pace);
    }

    private void restart() throws IOException {
        world.halt();
        world.put(start);
        origin = world.generations();
        rate.reset();
        if (running) {
            proceed();
        }
    }

    private void proceed() {
        world.runUntil(limit == Long.MAX_VALUE ? -1 : origin + limit);
    }

    private static void rest() throws InterruptedIOException {
        try {
            Thread.sleep(BETWEEN_FRAMES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Generations per second, measured over about a second.
    private static final class Rate {
        private long since = System.nanoTime();
        private long from;
        private double rate;

        double after(long generation) {
            long nanos = System.nanoTime() - since;
            if (nanos > 1_000_000_000) {
                rate = (generation - from) * 1e9 / nanos;
                from = generation;
                since += nanos;
            }
            return rate;
        }

        void reset() {
            from = 0;
            rate = 0;
            since = System.nanoTime();
        }
    }
}
