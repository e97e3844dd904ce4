package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.lab.house.House;
import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.lab.verify.VerifyCase.Recorded;
import dev.skep.object.KernelSymbols;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of `cases/verify`: the verifier says what the kernel said, and the kernel still says
/// it.
class VerifyCasesTest {
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(House.root().resolve("cases/verify"))) {
            return files.filter(p -> p.toString().matches(".*\\.(case|bpf\\.o)")).sorted().toList();
        }
    }

    private static List<VerifyCase> read(Path file) throws IOException {
        boolean text = file.toString().endsWith(".case");
        return read(file, text ? KernelSymbols.none() : KernelSymbols.listed());
    }

    private static List<VerifyCase> read(Path file, KernelSymbols kernel) throws IOException {
        try {
            if (file.toString().endsWith(".case")) {
                return VerifyCase.parse(Files.readString(file), kernel);
            }
            Path expected = Path.of(file.toString().replaceFirst("\\.bpf\\.o$", ".expected"));
            return ObjectCases.read(Files.readAllBytes(file), Files.readString(expected), kernel);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getFileName() + ", " + e.getMessage(), e);
        }
    }

    @Test
    void everyCaseHasANameOfItsOwn() throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        for (Path file : files()) {
            read(file)
                    .forEach(
                            c -> names.merge(file.getFileName() + " " + c.name(), 1, Integer::sum));
        }
        assertFalse(names.isEmpty());
        names.values().removeIf(n -> n == 1);
        assertEquals(Map.of(), names);
    }

    @ParameterizedTest
    @MethodSource("files")
    void theVerifierSaysWhatTheKernelSaid(Path file, TestReporter reporter) throws IOException {
        List<String> disagreements = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        for (VerifyCase one : read(file)) {
            Recorded recorded = one.recorded().orElseThrow(() -> unrecorded(one));
            switch (verdict(one)) {
                case Verdict.Accepted _ when recorded.answer() == Answer.REJECTED ->
                        disagreements.add(
                                one.name()
                                        + ": accepted, but the kernel rejects: "
                                        + recorded.message());
                case Verdict.Rejected(var why, _) when recorded.answer() == Answer.ACCEPTED ->
                        disagreements.add(
                                one.name() + ": rejected, but the kernel accepts: " + why.render());
                case Verdict.Undecided(_, String construct, _) ->
                        undecided.add(one.name() + ": " + construct);
                case Verdict.Accepted _, Verdict.Rejected _ -> {}
            }
        }
        if (!undecided.isEmpty()) {
            reporter.publishEntry(
                    file.getFileName().toString(),
                    undecided.size() + " undecided: " + String.join("; ", undecided));
        }
        assertEquals("", String.join("\n", disagreements));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theKernelStillSaysIt(Path file) throws IOException {
        List<String> changed = new ArrayList<>();
        try (RecordingKernel kernel = RecordingKernel.open()) {
            for (VerifyCase one : read(file, kernel.symbols())) {
                Answer recorded = one.recorded().orElseThrow(() -> unrecorded(one)).answer();
                kernel.ask(one)
                        .filter(now -> now.answer() != recorded)
                        .ifPresent(
                                now ->
                                        changed.add(
                                                one.name()
                                                        + ": recorded "
                                                        + recorded
                                                        + ", now errno "
                                                        + now.errno()
                                                        + " "
                                                        + now.message()));
            }
        }
        assertEquals("", String.join("\n", changed));
    }

    private static Verdict verdict(VerifyCase one) {
        return Verifier.verify(one.program(), RunningTypes.options().as(one.privilege()));
    }

    private static IllegalArgumentException unrecorded(VerifyCase one) {
        return new IllegalArgumentException(one.name() + " has no line 'kernel'");
    }
}
