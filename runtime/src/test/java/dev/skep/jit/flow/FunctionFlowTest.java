package dev.skep.jit.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.isa.Condition;
import dev.skep.jit.flow.Webs.Form;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the compiler finds out about functions.
class FunctionFlowTest {
    private static final List<MapDefinition> MAPS =
            List.of(
                    MapDefinition.of("array", MapType.ARRAY, 4, 8, 4),
                    MapDefinition.of("table", MapType.HASH, 4, 8, 4));

    /// Counts by two up to some bits of the length.
    private static final String LOOP =
            """
            r2 = *(u32 *)(r1 + 0)
            r2 &= %d
            r3 = 0
            if r3 == r2 goto +4
            r4 = *(u32 *)(r1 + 0)
            r3 += 2
            if r3 > 200 goto +1
            goto -5
            r0 = 0
            exit
            """;

    @Test
    void aSlotThatNobodyElseSeesNeedsNoMemory() {
        FunctionFlow flow =
                flow(
                        """
                        r1 = *(u32 *)(r1 + 0)
                        *(u64 *)(r10 - 8) = r1
                        r0 = *(u64 *)(r10 - 8)
                        exit
                        """);
        assertEquals(Effects.FIRST_SLOT, flow.slotVariable(1));
        assertEquals(Effects.FIRST_SLOT, flow.slotVariable(2));
    }

    @Test
    void bytesThatAreReadInTwoWaysStayInMemory() {
        FunctionFlow flow =
                flow(
                        """
                        r1 = *(u32 *)(r1 + 0)
                        *(u64 *)(r10 - 8) = r1
                        r0 = *(u32 *)(r10 - 4)
                        exit
                        """);
        assertEquals(-1, flow.slotVariable(1));
        assertEquals(-1, flow.slotVariable(2));
        assertTrue(flow.inFrame(2));
    }

    @Test
    void theKeyOfAnArrayNeedsNoMemoryAndThatOfATableDoes() {
        String lookup =
                """
                w1 = 3
                *(u32 *)(r10 - 4) = r1
                r2 = r10
                r2 += -4
                r1 = map[%d] ll
                call 1
                r0 = 0
                exit
                """;
        assertEquals(Effects.FIRST_SLOT, flow(lookup.formatted(0)).slotVariable(1));
        assertEquals(-1, flow(lookup.formatted(1)).slotVariable(1));
    }

    @Test
    void aCounterThatMeetsItsLimitIsAnIntAndIsTestedForLess() {
        FunctionFlow flow = flow(LOOP.formatted(126));
        assertEquals(Condition.SGE, flow.condition(3));
        assertEquals(Form.SIGNED, flow.webs().form(flow.defWeb(5)));
        assertEquals(new Range(0, 124, 2), flow.useRange(5, 0));
    }

    @Test
    void aCounterThatMayJumpOverItsLimitIsTestedAsItStands() {
        assertEquals(Condition.EQ, flow(LOOP.formatted(127)).condition(3));
    }

    private static FunctionFlow flow(String text) {
        Program program =
                Program.of("test", ProgramType.SOCKET_FILTER, Assembler.assemble(text))
                        .withMaps(MAPS);
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        assertTrue(verdict instanceof Verdict.Accepted, verdict::toString);
        return FunctionFlow.of(
                ((Verdict.Accepted) verdict).program(), 0, program.code().slots(), _ -> 5);
    }
}
