package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.World;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.vm.VirtualClock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A world that a timer of the JVM steps, by a clock that is moved by hand.
class VirtualWorldTest {
    private static final Duration PACE = Duration.ofMillis(10);

    @ParameterizedTest
    @EnumSource(names = {"COMPILED", "INTERPRETER"})
    void knownPatternsLiveAsInPlainJava(Engine engine) {
        for (String name : Pattern.NAMES) {
            agree(engine, Pattern.named(name).orElseThrow().centred(64, 64), 40, name);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPILED", "INTERPRETER"})
    void randomBoardsLiveAsInPlainJava(Engine engine) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int[] size : new int[][] {{64, 64}, {65, 128}, {300, 512}, {2048, 2048}}) {
            Pattern start = Pattern.random(size[0], size[1], 0.35, random);
            agree(engine, start, size[0] > 1000 ? 1 : 10, "seed " + seed);
        }
    }

    private static void agree(Engine engine, Pattern start, int generations, String what) {
        VirtualClock clock = new VirtualClock();
        JvmHostOptions options = JvmHostOptions.defaults().withTime(clock);
        try (Engine.Loaded loaded = engine.load("start", start.rows(), start.columns(), options);
                World world = new World(loaded.program(), loaded.maps(), () -> {})) {
            world.pace(PACE);
            world.put(start);
            world.start();
            assertEquals(0, world.generations(), what);
            PlainLife plain = new PlainLife(start);
            for (int i = 1; i <= generations; i++) {
                clock.advance(PACE);
                plain.step();
                assertEquals(i, world.generations(), what);
                assertEquals("", plain.difference(world.board()), what + ", generation " + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPILED", "INTERPRETER"})
    void pauseStepAndPaceAreVariables(Engine engine) {
        VirtualClock clock = new VirtualClock();
        JvmHostOptions options = JvmHostOptions.defaults().withTime(clock);
        try (Engine.Loaded loaded = engine.load("start", 64, 64, options);
                World world = new World(loaded.program(), loaded.maps(), () -> {})) {
            world.runUntil(0);
            world.pace(PACE);
            world.put(Pattern.named("gun").orElseThrow().centred(64, 64));
            world.start();
            clock.advance(Duration.ofSeconds(10));
            assertEquals(0, world.generations());
            world.runUntil(1);
            clock.advance(Duration.ofSeconds(10));
            assertEquals(1, world.generations());
            world.run();
            clock.advance(PACE.multipliedBy(100));
            assertEquals(101, world.generations());
            world.pace(PACE.dividedBy(10));
            clock.advance(PACE.multipliedBy(100));
            // One more pause of the old length may have been under way.
            assertTrue(world.generations() > 101 + 980, () -> "" + world.generations());
        }
    }
}
