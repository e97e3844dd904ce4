package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.life.Pattern;
import dev.skep.cli.life.World;
import dev.skep.diag.HostException;
import dev.skep.grid.Grid;
import dev.skep.linux.KernelHost;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A world that a timer of the kernel steps. Skipped where there is no kernel to use.
class KernelWorldTest {
    @BeforeEach
    void demandKernel() {
        Engine.demandKernel();
    }

    @Test
    void knownPatternsLiveAsInPlainJava() throws IOException {
        try (KernelHost host = KernelHost.open();
                World world = World.in(host, Engine.object(), 64, 64)) {
            world.pace(Duration.ZERO);
            world.runUntil(0);
            world.start();
            for (String name : Pattern.NAMES) {
                world.halt();
                agree(world, Pattern.named(name).orElseThrow().centred(64, 64), 40, name);
            }
        }
    }

    @Test
    void randomBoardsLiveAsInPlainJava() throws IOException {
        long seed = System.nanoTime();
        for (int[] size : new int[][] {{64, 64}, {65, 128}, {300, 512}, {2048, 2048}}) {
            try (KernelHost host = KernelHost.open();
                    World world = World.in(host, Engine.object(), size[0], size[1])) {
                world.pace(Duration.ZERO);
                world.runUntil(0);
                world.start();
                Pattern start = Pattern.random(size[0], size[1], 0.35, new SplittableRandom(seed));
                agree(world, start, size[0] > 1000 ? 2 : 10, "seed " + seed);
            }
        }
    }

    private static void agree(World world, Pattern start, int generations, String what)
            throws IOException {
        world.put(start);
        long origin = world.generations();
        PlainLife plain = new PlainLife(start);
        for (int i = 1; i <= generations; i++) {
            world.advanceTo(origin + i);
            plain.step();
            Grid board = world.board();
            assertEquals("", plain.difference(board), what + ", generation " + i);
        }
        assertEquals(origin + generations, world.generations(), what);
    }

    @Test
    void itLivesByItselfUntilItIsTold() throws IOException {
        try (KernelHost host = KernelHost.open();
                World world = World.in(host, Engine.object(), 64, 64)) {
            world.pace(Duration.ofNanos(10_000));
            world.put(Pattern.named("gun").orElseThrow().centred(64, 64));
            world.start();
            // Nobody does anything but wait.
            while (world.generations() < 1_000) {
                Thread.onSpinWait();
            }
            world.halt();
            long stopped = world.generations();
            assertTrue(stopped >= 1_000);
            world.advanceTo(stopped + 5);
            assertEquals(stopped + 5, world.generations());
            assertThrows(HostException.class, world::start);
        }
    }
}
