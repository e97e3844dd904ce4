package dev.skep.lab.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.skep.lab.bench.program.Runner.Session;
import dev.skep.lab.bench.program.Runner.Start;
import dev.skep.lab.house.House;
import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every benchmark's program is sound, and gives the same everywhere.
class CatalogueTest {
    private static final Path ROOT = House.root();

    static List<String> names() {
        return Catalogue.all().stream().map(Benchmark::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theVerifierAcceptsIt(String name) throws IOException {
        Linked linked = Linked.read(ROOT, Catalogue.named(name));
        List<Program> programs =
                Stream.concat(Stream.of(linked.program()), linked.others().stream()).toList();
        for (Program program : programs) {
            assertInstanceOf(
                    Verdict.Accepted.class,
                    Verifier.verify(program, VerifierOptions.standard()),
                    program.name());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theKernelDoesAsTheInterpreter(String name) throws IOException {
        try (Runner kernel = new KernelRunner(ROOT)) {
            agrees(name, kernel);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void nativeCDoesAsTheInterpreter(String name) throws IOException {
        try (Runner compiled = new NativeRunner(ROOT)) {
            agrees(name, compiled);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theCompilerDoesAsTheInterpreter(String name) throws IOException {
        try (Runner compiler = new JvmRunner(ROOT, JvmMode.COMPILED)) {
            agrees(name, compiler);
        }
    }

    private static void agrees(String name, Runner other) throws IOException {
        Benchmark benchmark = Catalogue.named(name);
        Map<Kind, Session> sessions = new EnumMap<>(Kind.class);
        try {
            for (Runner runner : List.of(new JvmRunner(ROOT, JvmMode.INTERPRETED), other)) {
                switch (runner.start(benchmark)) {
                    case Start.Ready(Session session) -> sessions.put(runner.kind(), session);
                    case Start.Unavailable(String reason) -> abort(reason);
                }
            }
            assertEquals(Map.of(), Agreement.differences(benchmark, sessions));
        } finally {
            for (Session session : sessions.values()) {
                session.close();
            }
        }
    }
}
