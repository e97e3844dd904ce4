package dev.skep.jit.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which iterators become local variables.
class NumberIteratorsTest {
    @Test
    void iteratorsThatNobodyElseSeesNeedNoMemory() throws IOException {
        assertEquals(1, count("sums_numbers"));
        assertEquals(1, count("early_return_destroys_it"));
        assertEquals(1, count("break_and_continue"));
        assertEquals(2, count("nested"));
        assertEquals(3, count("nested_three_deep"));
    }

    @Test
    void anElementThatIsReadAfterTheNextOneKeepsItsIteratorInMemory() throws IOException {
        assertEquals(0, count("element_used_after_next"));
    }

    @Test
    void anIteratorThatAnotherFunctionGetsStaysInMemory() throws IOException {
        assertEquals(0, count("walked_by_a_static_function"));
        assertEquals(0, count("life_spread_over_functions"));
    }

    /// How many iterators of the main function need no memory.
    private static int count(String name) throws IOException {
        byte[] object = Files.readAllBytes(Path.of("../cases/verify/iterators.bpf.o"));
        Program program =
                BpfObject.read(object)
                        .link(LinkOptions.standard().withPrograms(Set.of(name)))
                        .program(name);
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        VerifiedProgram verified =
                assertInstanceOf(Verdict.Accepted.class, verdict, name).program();
        int end =
                program.subprograms().stream()
                        .mapToInt(s -> s.start())
                        .filter(start -> start > 0)
                        .min()
                        .orElse(program.code().slots());
        return FunctionFlow.of(verified, 0, end, _ -> 5).iterators().count();
    }
}
