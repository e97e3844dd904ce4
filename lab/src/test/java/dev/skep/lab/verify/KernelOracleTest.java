package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.cli.raw.RawEntry;
import dev.skep.cli.raw.RawReader;
import dev.skep.cli.raw.RawWriter;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.isa.RawInsn;
import dev.skep.lab.house.House;
import dev.skep.linux.KernelException;
import dev.skep.object.BpfObject;
import dev.skep.object.CoreTarget;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelOracleTest {
    @TempDir private Path folder;

    @BeforeEach
    void needsTheKernel() {
        Optional<String> obstacle = KernelOracle.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    @Test
    void theKernelSaysTheSameToTheRawForm() throws IOException {
        RawWriter writer = new RawWriter(folder);
        RawReader reader = new RawReader(folder, KernelSymbols.none());
        int accepted = 0;
        try (KernelOracle kernel = new KernelOracle()) {
            for (Program program : programs()) {
                Optional<KernelAnswer> direct = ask(kernel, program);
                if (direct.isPresent()) {
                    Map<String, Object> more = Map.of(KernelAnswer.MEMBER, direct.get().tree());
                    String line = writer.line(program.name(), program, Privilege.PRIVILEGED, more);
                    RawEntry entry = reader.read(line, 1);
                    KernelAnswer raw = kernel.ask(entry).orElseThrow();
                    assertEquals(direct.get().answer(), raw.answer(), line);
                    assertEquals(direct.get().message(), raw.message(), line);
                    assertEquals(direct.get().processed(), raw.processed(), line);
                    assertEquals(direct, KernelAnswer.of(entry.fields()));
                    accepted += raw.accepted() ? 1 : 0;
                }
            }
        }
        assertTrue(accepted > 5, "only " + accepted + " were accepted");
    }

    @Test
    void codeThatIsNoCodeIsRefused() throws IOException {
        Program program = programs().getFirst();
        String line =
                new RawWriter(folder)
                        .line(
                                "broken",
                                program,
                                List.of(new RawInsn(0xff, 0, 0, 0, 0)),
                                Privilege.PRIVILEGED,
                                Map.of());
        RawEntry entry = new RawReader(folder, KernelSymbols.none()).read(line, 1);
        assertInstanceOf(RawEntry.Undecodable.class, entry);
        try (KernelOracle kernel = new KernelOracle()) {
            KernelAnswer answer = kernel.ask(entry).orElseThrow();
            assertEquals(VerifyCase.Answer.REJECTED, answer.answer());
        }
    }

    /// Empty if the kernel refuses a map or the types before it looks at the program.
    private static Optional<KernelAnswer> ask(KernelOracle kernel, Program program) {
        try {
            return Optional.of(kernel.ask(program));
        } catch (KernelException _) {
            return Optional.empty();
        }
    }

    private static List<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        for (String home : List.of("examples", "cases")) {
            try (Stream<Path> files = Files.walk(House.root().resolve(home))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".o")).sorted().toList()) {
                    programs.addAll(programs(file));
                }
            }
        }
        return programs;
    }

    private static List<Program> programs(Path file) throws IOException {
        LinkOptions options = LinkOptions.standard().withTarget(new CoreTarget.OwnTypes());
        try {
            return BpfObject.read(Files.readAllBytes(file)).link(options).programs().stream()
                    .filter(program -> program.type() != null)
                    .toList();
        } catch (LinkException | MalformedException _) {
            return List.of();
        }
    }
}
