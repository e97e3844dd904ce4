package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.cli.life.Pattern;
import dev.skep.grid.Grid;
import dev.skep.grid.GridLayout;
import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One generation for each run, by two programs, in three engines.
class GenerationTest {
    private static final int XDP_DROP = 1;
    private static final byte[] KEY = new byte[Integer.BYTES];
    private static final TestRun ONCE = TestRun.over(new byte[64]);

    /// A program and what runs it.
    record Way(Engine engine, String program) {}

    static List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            ways.add(new Way(engine, "generation"));
            ways.add(new Way(engine, "large_generation"));
        }
        return ways;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void knownPatternsLiveAsInPlainJava(Way way) {
        try (Engine.Loaded loaded = way.engine().load(way.program(), 64, 64)) {
            for (String name : Pattern.NAMES) {
                Pattern start = Pattern.named(name).orElseThrow().centred(64, 64);
                agree(loaded, start, name.equals("gun") ? 90 : 40, way + ", " + name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void randomBoardsLiveAsInPlainJava(Way way) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int[] size : new int[][] {{64, 64}, {1, 64}, {2, 128}, {3, 192}, {77, 256}}) {
            Pattern start = Pattern.random(size[0], size[1], 0.4, random);
            try (Engine.Loaded loaded = way.engine().load(way.program(), size[0], size[1])) {
                agree(loaded, start, 20, way + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void largeBoardsLiveAsInPlainJava(Way way) {
        long seed = System.nanoTime();
        int side = way.program().equals("generation") ? 256 : 2048;
        Pattern start = Pattern.random(side, side, 0.3, new SplittableRandom(seed));
        try (Engine.Loaded loaded = way.engine().load(way.program(), side, side)) {
            agree(loaded, start, side > 256 ? 1 : 4, way + ", seed " + seed);
        }
    }

    private static void agree(Engine.Loaded loaded, Pattern start, int generations, String what) {
        BpfMap boards = loaded.map("boards");
        GridLayout layout = GridLayout.of(boards.definition());
        byte[] value = boards.lookup(KEY).orElseThrow();
        layout.write(start, value);
        boards.update(KEY, value, BpfMap.ANY);
        PlainLife plain = new PlainLife(start);
        for (int i = 1; i <= generations; i++) {
            assertEquals(XDP_DROP, loaded.program().test(ONCE).returnValue());
            plain.step();
            Grid board = layout.read(boards.lookup(KEY).orElseThrow());
            String where = "%s, generation %d".formatted(what, i);
            assertEquals("", plain.difference(board), where);
            assertEquals(plain.population(), board.population(), where);
        }
    }
}
