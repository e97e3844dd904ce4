package dev.skep.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.capture.Capture;
import dev.skep.capture.CapturedPacket;
import dev.skep.lab.house.House;
import dev.skep.lab.run.Comparison.Opponent;
import dev.skep.lab.run.Comparison.Result;
import dev.skep.lab.verify.ObjectCases;
import dev.skep.lab.verify.VerifyCase;
import dev.skep.lab.verify.VerifyCase.Answer;
import dev.skep.linux.KernelHost;
import dev.skep.object.BpfObject;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.VerifiedProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every program of the cases and examples that can run here gives the same in every engine.
class CasesAgreeTest {
    /// Programs that the kernel accepts though a run of them goes wrong.
    private static final Set<String> NOT_TO_BE_RUN =
            Set.of(
                    "nonnullPairOfNull",
                    "pointer_to_nonnull_is_null",
                    "reads8BytesOfMaybeNullIsAccepted");

    private static final int SEEDS = 2;
    private static final int LINK_HEADER = 14;
    private static final int WITH_IP_HEADER = 54;
    private static final int LONGEST = 1514;

    /// Programs that agreed, and why others were left out.
    private final Map<String, Integer> left = new TreeMap<>();

    private final List<String> differences = new ArrayList<>();
    private int agreed;

    @ParameterizedTest
    @EnumSource(Opponent.class)
    void programsOfTheVerifiersCasesAgree(Opponent opponent, TestReporter reporter)
            throws IOException {
        demand(opponent);
        for (VerifyCase one : cases("cases/verify")) {
            if (one.recorded().filter(r -> r.answer() == Answer.ACCEPTED).isPresent()) {
                compare(one, opponent);
            }
        }
        conclude(reporter, opponent + " on cases/verify", 1_000);
    }

    @ParameterizedTest
    @EnumSource(Opponent.class)
    void programsThatOnceDifferedAgree(Opponent opponent, TestReporter reporter)
            throws IOException {
        demand(opponent);
        for (VerifyCase one : cases("cases/run")) {
            compare(one, opponent);
        }
        conclude(reporter, opponent + " on cases/run", 1);
    }

    @ParameterizedTest
    @EnumSource(Opponent.class)
    void examplesAgreeOnTheirCaptures(Opponent opponent, TestReporter reporter) throws IOException {
        demand(opponent);
        for (Program program : examples()) {
            for (String capture : List.of("mixed.pcap", "http.pcap")) {
                List<byte[]> packets = packets(capture, opponent);
                compare(program.name(), List.of(Trial.of(program, 0, packets)), opponent);
            }
        }
        conclude(reporter, opponent + " on examples", 2);
    }

    private static void demand(Opponent opponent) {
        if (opponent == Opponent.KERNEL) {
            Optional<String> obstacle = KernelHost.obstacle();
            assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        }
        // Heating hundreds of programs takes minutes; generated ones are heated elsewhere.
        assumeTrue(opponent != Opponent.HOT_COMPILER, "left to the long run");
    }

    private void compare(VerifyCase one, Opponent opponent) {
        if (NOT_TO_BE_RUN.contains(one.name())) {
            note(one.name(), new Result.Excluded("known to trap"));
            return;
        }
        List<Trial> trials = new ArrayList<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            trials.add(Trial.of(one.program(), seed));
        }
        compare(one.name(), trials, opponent);
    }

    /// Trials of one program.
    private void compare(String name, List<Trial> trials, Opponent opponent) {
        Optional<String> obstacle = trials.getFirst().obstacle();
        if (obstacle.isPresent()) {
            note(name, new Result.Excluded("cannot run here: " + obstacle.get()));
            return;
        }
        Optional<VerifiedProgram> verified = Agreement.verified(trials.getFirst().program());
        if (verified.isEmpty()) {
            note(name, new Result.Excluded("rejected or undecided"));
            return;
        }
        for (Trial trial : trials) {
            note(name + ", seed " + trial.seed(), Comparison.of(trial, verified.get(), opponent));
        }
    }

    private void note(String name, Result result) {
        switch (result) {
            case Result.Agreed _ -> agreed++;
            case Result.Excluded(String reason) -> left.merge(reason, 1, Integer::sum);
            case Result.Disagreed(String words) -> differences.add(name + ": " + words);
        }
    }

    private void conclude(TestReporter reporter, String what, int least) {
        reporter.publishEntry(what, agreed + " agree; left out: " + left);
        assertEquals("", String.join("\n", differences));
        assertTrue(agreed >= least, () -> agreed + " agree; left out: " + left);
    }

    private static List<VerifyCase> cases(String folder) throws IOException {
        List<VerifyCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(House.root().resolve(folder))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".case")) {
                    cases.addAll(VerifyCase.parse(Files.readString(file), KernelSymbols.listed()));
                } else if (file.toString().endsWith(".bpf.o")) {
                    Path expected =
                            Path.of(file.toString().replaceFirst("\\.bpf\\.o$", ".expected"));
                    cases.addAll(
                            ObjectCases.read(
                                    Files.readAllBytes(file),
                                    Files.readString(expected),
                                    KernelSymbols.listed()));
                }
            }
        }
        return cases;
    }

    private static List<Program> examples() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (String name : List.of("count", "firewall", "http-host")) {
            Path file = House.root().resolve("examples").resolve(name).resolve(name + ".bpf.o");
            programs.addAll(
                    BpfObject.read(Files.readAllBytes(file))
                            .link(LinkOptions.standard())
                            .programs());
        }
        return programs;
    }

    /// The kernel takes no packet without a link header or with a cut IP header, and none of many
    /// thousand bytes.
    private static List<byte[]> packets(String capture, Opponent opponent) {
        List<byte[]> packets = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            Path file = House.root().resolve("examples/packets").resolve(capture);
            for (CapturedPacket packet : Capture.open(file, arena)) {
                int least = opponent == Opponent.KERNEL ? WITH_IP_HEADER : LINK_HEADER;
                int bytes = packet.bytes().length;
                if (bytes >= least && (bytes <= LONGEST || opponent != Opponent.KERNEL)) {
                    packets.add(packet.bytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packets;
    }
}
