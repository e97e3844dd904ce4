package dev.skep.lab.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.TrapException;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.vm.RunOptions;
import dev.skep.vm.VirtualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs that do wrong with timers, interpreted: what they do is noticed, and nothing else
/// happens.
class UnverifiedTimersTest {
    private static final TestRun RUN = TestRun.over(new byte[64]);
    private static final int EINVAL = -22;
    private static final int EBUSY = -16;

    private final VirtualClock clock = new VirtualClock();
    private final List<TrapException> traps = new ArrayList<>();
    private final JvmHost host =
            new JvmHost(
                    JvmHostOptions.defaults()
                            .withRuns(RunOptions.defaults().withFuel(10_000))
                            .withTraps(traps::add)
                            .withTime(clock));
    private Map<String, JvmMap> maps;
    private Map<String, JvmProgram> programs;

    @BeforeEach
    void load() throws IOException {
        try (InputStream file = UnverifiedTimersTest.class.getResourceAsStream("wrong.bpf.o")) {
            LinkedObject linked = BpfObject.read(file.readAllBytes()).link(LinkOptions.standard());
            List<JvmMap> all = linked.maps().stream().map(host::createMap).toList();
            maps = all.stream().collect(Collectors.toMap(m -> m.definition().name(), m -> m));
            programs =
                    linked.programs().stream()
                            .collect(Collectors.toMap(p -> p.name(), p -> host.load(p, all)));
        }
    }

    @AfterEach
    void close() {
        host.close();
    }

    private int run(String program) {
        return programs.get(program).test(RUN).returnValue();
    }

    @ParameterizedTest
    @CsvSource({
        "init_beside, T010, is not where a value of map timed has its timer",
        "init_of_another_map, T010, is not where a value of map other has its timer",
        "init_without_timer, T010, values of map untimed hold no timer",
        "init_on_the_stack, T010, is not where a value of map timed has its timer",
        "start_nowhere, T002, null pointer",
        "wild_callback, T008, 0x1234 is no function of the program"
    })
    void helpersEndTheRun(String program, String code, String message) {
        run("init");
        TrapException trap = assertThrows(TrapException.class, () -> run(program));
        assertEquals(code, trap.diagnostic().code().id());
        assertTrue(trap.diagnostic().message().contains(message), trap::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "null_pointer, T002",
        "writes_key, T003",
        "behind_value, T001",
        "endless, T005",
        "keeps_record, T011"
    })
    void trapsOfCallbacksAreReported(String program, String code) {
        assertEquals(0, run(program));
        clock.advance(Duration.ZERO);
        assertEquals(1, traps.size());
        String report = traps.getFirst().diagnostic().render();
        assertTrue(report.startsWith(code + ": "), report);
        assertTrue(report.contains("at call_" + program + ", insn"), report);
        assertTrue(report.contains("called by a timer in map timed"), report);
    }

    @Test
    void trapsComeOutOfTheStepUnlessSomebodyIsTold() throws IOException {
        JvmHostOptions options = JvmHostOptions.defaults().withTime(clock);
        try (JvmHost plain = new JvmHost(options);
                InputStream file = UnverifiedTimersTest.class.getResourceAsStream("wrong.bpf.o")) {
            LinkedObject linked = BpfObject.read(file.readAllBytes()).link(LinkOptions.standard());
            List<JvmMap> all = linked.maps().stream().map(plain::createMap).toList();
            plain.load(linked.program("null_pointer"), all).test(RUN);
            assertThrows(TrapException.class, () -> clock.advance(Duration.ZERO));
        }
    }

    @Test
    void whatStandsInATimerIsNeverBelieved() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        assertEquals(0, run("init"));
        for (int i = 0; i < 2_000; i++) {
            long mark =
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextLong();
                        case 1 -> maps.get("other").handle() + random.nextInt(9);
                        case 2 -> maps.get("timed").handle() + random.nextInt(1, 99);
                        default -> random.nextInt(3);
                    };
            ByteBuffer value = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
            maps.get("timed").update(new byte[4], value.putLong(0, mark).array(), 0);
            assertEquals(0, run("init"), "seed " + seed);
            assertEquals(0, run("overwrite"));
            assertEquals(EBUSY, run("init"), "the table knows better, seed " + seed);
            assertEquals(EINVAL, run("start"), "seed " + seed);
            assertEquals(EINVAL, run("cancel"), "seed " + seed);
        }
        assertEquals(List.of(), traps);
    }
}
