package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.linux.KernelException;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How large a board the two plain loops can have, every turn of which is verified; through
/// `bpf_loop` it is as large as one likes.
class LargestLoopTest {
    private static final int LARGEST = 704;
    private static final int TOO_LARGE = LARGEST + 64;

    @Test
    void ourVerifierWalksAMillionInstructions() {
        assertInstanceOf(Verdict.Accepted.class, verdict("generation", LARGEST));
        Verdict.Rejected no =
                assertInstanceOf(Verdict.Rejected.class, verdict("generation", TOO_LARGE));
        assertEquals("V056", no.diagnostic().code().id());
        assertInstanceOf(Verdict.Accepted.class, verdict("large_generation", 2048));
        assertInstanceOf(Verdict.Accepted.class, verdict("start", 2048));
    }

    private static Verdict verdict(String name, int side) {
        LinkOptions options =
                LinkOptions.standard()
                        .withPrograms(Set.of(name))
                        .withGlobals(Map.of("rows", "" + side, "columns", "" + side));
        Program program = Engine.object().link(options).programs().getFirst();
        return Verifier.verify(program, VerifierOptions.standard());
    }

    @Test
    void soDoesTheKernels() {
        Engine.demandKernel();
        Engine.KERNEL.load("generation", LARGEST, LARGEST).close();
        KernelException no =
                assertThrows(
                        KernelException.class,
                        () -> Engine.KERNEL.load("generation", TOO_LARGE, TOO_LARGE).close());
        assertEquals(
                "BPF program is too large. Processed 1000001 insn",
                no.diagnostic().kernelMessage());
        Engine.KERNEL.load("large_generation", 2048, 2048).close();
        Engine.KERNEL.load("start", 2048, 2048).close();
    }
}
