package dev.skep.lab.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.host.MapException;
import dev.skep.lab.house.House;
import dev.skep.lab.verify.KernelAnswer;
import dev.skep.lab.verify.KernelOracle;
import dev.skep.linux.KernelHost;
import dev.skep.map.MapOptions;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmHostOptions;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.MapType;
import dev.skep.verify.Privilege;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every row of `docs/limits.md` is what the verifier, the engines and the running kernel do.
class LimitsPageTest {
    private static final TestRun RUN = new TestRun(new byte[64], new byte[0], 1);

    /// Larger programs take the compiler too long for a test.
    private static final int TO_BE_RUN = 1_000;

    private final List<String> page = page();

    static List<ProgramLimit> programs() {
        return ProgramLimits.all();
    }

    static List<MapLimit> maps() {
        return MapLimit.all();
    }

    static List<RunLimit> runs() {
        return RunLimit.all();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programsWithinAreAcceptedAndThoseBeyondRejectedInTheWordsOfThePage(ProgramLimit limit) {
        VerifierOptions options = VerifierOptions.standard().as(limit.privilege());
        VerifiedProgram within =
                assertInstanceOf(
                                Verdict.Accepted.class,
                                Verifier.verify(limit.within(), options),
                                limit.title())
                        .program();
        Verdict verdict = Verifier.verify(limit.beyond(), options);
        Diagnostic why =
                assertInstanceOf(Verdict.Rejected.class, verdict, limit.title()).diagnostic();
        List<String> row = row(limit.title());
        assertEquals(limit.most(), row.get(1));
        assertEquals("%s: %s".formatted(why.code().id(), why.message()), row.get(2));
        if (limit.within().code().slots() <= TO_BE_RUN) {
            assertEquals(0, run(new JvmHost(), limit.within()));
            JvmHost host = new JvmHost();
            JvmProgram compiled = host.load(within, created(host, limit.within()));
            assertTrue(compiled.compiled().isPresent(), () -> compiled.notCompiled().toString());
            assertEquals(0, compiled.test(RUN).returnValue());
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theKernelSaysWhatThePageSays(ProgramLimit limit) {
        Optional<String> obstacle =
                limit.privilege() == Privilege.PRIVILEGED
                        ? KernelOracle.obstacle()
                        : KernelOracle.unprivilegedObstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        try (KernelOracle kernel = new KernelOracle()) {
            assertTrue(kernel.ask(limit.within(), limit.privilege()).accepted(), limit.title());
            KernelAnswer answer = kernel.ask(limit.beyond(), limit.privilege());
            String errno = "`%s`".formatted(Errno.ofNumber(answer.errno()).orElseThrow());
            String words = answer.message().isEmpty() ? "" : ": " + answer.message();
            assertEquals(errno + words, row(limit.title()).get(3));
        }
    }

    @Test
    void loopsWithinEachOtherAreNoLimitOfTheirOwn() {
        Program program = ProgramLimits.nestedLoops(60);
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        int walked = assertInstanceOf(Verdict.Accepted.class, verdict).statistics().processed();
        assertEquals(0, run(new JvmHost(), program));
        if (KernelOracle.obstacle().isEmpty()) {
            try (KernelHost kernel = KernelHost.open()) {
                assertEquals(0, run(kernel, program));
            }
        }
        String words =
                "60 loops within each other, of one round each, are walked in %d instructions";
        assertTrue(String.join("\n", page).contains(words.formatted(walked)), words);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void mapsBeyondAreRefusedInTheWordsOfThePage(MapLimit limit) {
        List<String> row = row(limit.title());
        assertEquals(limit.most(), row.get(1));
        try (JvmHost host = new JvmHost()) {
            limit.within().ifPresent(host::createMap);
            Refused refused = refusal(host, limit.beyond());
            assertEquals(refused.diagnostic(), row.get(2));
            assertEquals(refused.errno(), row.get(3));
        }
        if (KernelHost.obstacle().isEmpty()) {
            try (KernelHost kernel = KernelHost.open()) {
                limit.within().ifPresent(kernel::createMap);
                assertEquals(refusal(kernel, limit.beyond()).errno(), row.get(3));
            }
        }
    }

    @Test
    void aMapTakesNoMoreMemoryThanItsHostAllows() {
        JvmHostOptions small =
                JvmHostOptions.defaults().withMaps(MapOptions.defaults().withMemoryLimit(1 << 20));
        try (JvmHost host = new JvmHost(small)) {
            MapDefinition map = MapDefinition.of("limit", MapType.ARRAY, 4, 8, 200_000);
            String refusal = refusal(host, map).diagnostic();
            assertTrue(refusal.startsWith("M002"), refusal);
            assertTrue(row("memory of one map").get(2).startsWith("M002"));
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void runsGetWhatThePageSaysOnEveryHost(RunLimit limit) {
        List<String> row = row(limit.title());
        assertEquals(List.of(limit.most(), limit.beyond()), row.subList(1, 3));
        for (RunLimit.Run one : limit.runs()) {
            assertEquals(one.result(), run(new JvmHost(), one.program()), "interpreted");
            JvmHost host = new JvmHost();
            Verdict verdict = Verifier.verify(one.program(), VerifierOptions.standard());
            VerifiedProgram verified = assertInstanceOf(Verdict.Accepted.class, verdict).program();
            JvmProgram compiled = host.load(verified, created(host, one.program()));
            assertTrue(compiled.compiled().isPresent(), () -> compiled.notCompiled().toString());
            assertEquals(one.result(), compiled.test(RUN).returnValue(), "compiled");
            if (KernelHost.obstacle().isEmpty()) {
                try (KernelHost kernel = KernelHost.open()) {
                    assertEquals(one.result(), run(kernel, one.program()), "in the kernel");
                }
            }
        }
    }

    private static int run(Host host, Program program) {
        LoadedProgram loaded = host.load(program, created(host, program));
        return loaded.test(RUN).returnValue();
    }

    private static List<BpfMap> created(Host host, Program program) {
        return program.maps().stream().<BpfMap>map(host::createMap).toList();
    }

    private record Refused(String diagnostic, String errno) {}

    private static Refused refusal(Host host, MapDefinition map) {
        MapException refused = assertThrows(MapException.class, () -> host.createMap(map));
        Diagnostic why = refused.diagnostic();
        return new Refused(
                "%s: %s".formatted(why.code().id(), why.message()),
                "`%s`".formatted(refused.errno()));
    }

    /// The cells of the row that starts with `title`.
    private List<String> row(String title) {
        List<List<String>> rows =
                page.stream()
                        .filter(line -> line.startsWith("| " + title + " |"))
                        .map(line -> line.substring(2, line.length() - 2).split(" \\| "))
                        .map(List::of)
                        .toList();
        assertEquals(1, rows.size(), "rows of docs/limits.md for: " + title);
        return rows.getFirst();
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(House.root().resolve("docs/limits.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
