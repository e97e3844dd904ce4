package dev.skep.lab.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.lab.house.House;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The example of references and locks: every mistake is named with the place where the thing was
/// taken, and the running kernel gives the same verdicts.
class ReferencesExampleTest {
    private static final Set<String> RIGHT =
            Set.of("socket_released", "record_given_back", "unlocked", "sleeps_before_it_locks");

    /// What took the thing, and what has to be called instead or as well.
    private static final Map<String, List<String>> WORDS =
            Map.of(
                    "socket_leaked", List.of("bpf_sk_lookup_tcp", "bpf_sk_release"),
                    "socket_released_twice", List.of("bpf_sk_lookup_tcp", "give it back once"),
                    "record_leaked", List.of("bpf_ringbuf_reserve", "bpf_ringbuf_discard"),
                    "record_given_back_twice", List.of("bpf_ringbuf_reserve", "give it back once"),
                    "iterator_leaked", List.of("bpf_iter_num_new", "bpf_iter_num_destroy"),
                    "never_unlocked", List.of("the lock taken", "bpf_spin_unlock"),
                    "sleeps_under_lock", List.of("the lock taken", "bpf_spin_unlock"),
                    "sleeps_while_reading", List.of("bpf_rcu_read_lock", "bpf_rcu_read_unlock"));

    private static final Pattern ACQUIRED =
            Pattern.compile(
                    "(gave|taken|opened the section) at insn \\d+ \\(references.bpf.c:\\d+\\)");

    @Test
    void mistakesAreNamedWithThePlaceWhereTheThingWasTaken() throws IOException {
        for (Program program : programs()) {
            Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
            if (RIGHT.contains(program.name())) {
                assertTrue(verdict instanceof Verdict.Accepted, program.name() + ": " + verdict);
                continue;
            }
            assertTrue(verdict instanceof Verdict.Rejected, program.name() + ": " + verdict);
            Diagnostic why = ((Verdict.Rejected) verdict).diagnostic();
            assertTrue(ACQUIRED.matcher(why.render()).find(), why::render);
            List<String> words = WORDS.get(program.name());
            assertTrue(why.render().contains(words.getFirst()), why::render);
            assertTrue(why.remedy().contains(words.getLast()), why::render);
        }
    }

    @Test
    void theRunningKernelGivesTheSameVerdicts() throws IOException {
        Optional<String> obstacle = KernelOracle.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        int asked = 0;
        try (KernelOracle kernel = new KernelOracle()) {
            for (Program program : programs()) {
                KernelAnswer answer = kernel.ask(program);
                assertEquals(RIGHT.contains(program.name()), answer.accepted(), program.name());
                if (Verifier.verify(program, kernel.options())
                        instanceof Verdict.Rejected rejected) {
                    assertTrue(
                            rejected.diagnostic().kernelMessage().endsWith(answer.message()),
                            () -> answer.message() + "\n" + rejected.diagnostic().render());
                }
                asked++;
            }
        }
        assertEquals(RIGHT.size() + WORDS.size(), asked);
    }

    private static List<Program> programs() throws IOException {
        byte[] object =
                Files.readAllBytes(House.root().resolve("examples/references/references.bpf.o"));
        return BpfObject.read(object).link(LinkOptions.standard()).programs();
    }
}
