package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.asm.Printer;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.TrapException;
import dev.skep.memory.Block;
import dev.skep.program.Program;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What traps tell, and what runs let be watched.
class TrapTest {
    private static final HelperLibrary NULL_LOOKUP =
            HelperLibrary.of(Map.of(4001, (run, r1, r2, r3, r4, r5) -> 0));

    @Test
    void aTrapNamesTheInstructionTheLineAndTheRegisters() {
        Diagnostic trap = trapOf("r3 = 7\nr0 = *(u32 *)(r1 + 62)\nexit", new byte[64]);
        assertEquals(TrapCode.OUT_OF_BOUNDS, trap.code());
        assertEquals("main, insn 1 (main.c:12): r0 = *(u32 *)(r1 + 62)", trap.place().describe());
        assertTrue(
                trap.message()
                        .endsWith("the last 2 of them are past the end of the memory (64 bytes)"),
                trap.message());
        assertTrue(trap.causes().getFirst().startsWith("r1 = 0x"), trap.render());
        assertEquals("invalid access to memory, mem_size=64 off=62 size=4", trap.kernelMessage());
    }

    @Test
    void addressesBehindARegionAreCounted() {
        Diagnostic trap = trapOf("r0 = *(u8 *)(r1 + 67)\nexit", new byte[64]);
        assertTrue(trap.message().contains("3 bytes past the end of the memory"), trap.message());
    }

    @Test
    void addressesBeforeARegionAreCounted() {
        Diagnostic trap = trapOf("r0 = *(u8 *)(r1 - 5)\nexit", new byte[64]);
        assertTrue(trap.message().contains("5 bytes before the memory"), trap.message());
    }

    @Test
    void constantMemoryIsNotWritten() {
        Interpreter interpreter = interpreter("*(u8 *)(r1 + 0) = 1\nexit", HelperLibrary.NONE);
        Execution run = interpreter.execution(Environment.repeatable(0));
        Block block = new Block(8);
        run.memory().add(Region.packet(block.address(), 8, Region.Access.READ));
        TrapException trap = assertThrows(TrapException.class, () -> run.run(block.address(), 0));
        assertEquals(TrapCode.READ_ONLY, trap.diagnostic().code());
        block.keep();
    }

    @Test
    void fuelCountsInstructions() {
        Interpreter interpreter = interpreter("r0 = 1\nr0 += 1\nexit", HelperLibrary.NONE);
        Execution run = interpreter.execution(Environment.repeatable(0));
        run.run(0, 0);
        assertEquals(3, run.executed());
    }

    @Test
    void helpersCallFunctionsBack() {
        HelperLibrary library =
                HelperLibrary.of(
                        Map.of(
                                4001,
                                (run, r1, r2, r3, r4, r5) ->
                                        run.invoke(r1, 1, 0, 0, 0, 0)
                                                + run.invoke(r1, 2, 0, 0, 0, 0)));
        String text =
                """
                r6 = 100
                r1 = subprog[+4] ll
                call 4001
                r0 += r6
                exit
                r6 = r1
                r0 = r1
                r0 *= 10
                exit
                """;
        assertEquals(130, interpreter(text, library).run(new byte[0], Environment.repeatable(0)));
    }

    @Test
    void callbacksThatCallThemselvesEndAtEightFrames() {
        HelperLibrary library =
                HelperLibrary.of(
                        Map.of(4001, (run, r1, r2, r3, r4, r5) -> run.invoke(r1, r1, 0, 0, 0, 0)));
        String text =
                """
                r1 = subprog[+3] ll
                call 4001
                exit
                call 4001
                exit
                """;
        Interpreter interpreter = interpreter(text, library);
        TrapException trap =
                assertThrows(
                        TrapException.class,
                        () -> interpreter.run(new byte[0], Environment.repeatable(0)));
        assertEquals(TrapCode.TOO_DEEP, trap.diagnostic().code());
    }

    @Test
    void aRecordThatIsNotGivenBackTraps() {
        List<String> abandoned = new ArrayList<>();
        Block block = new Block(16);
        HelperLibrary library =
                HelperLibrary.of(
                        Map.of(
                                4001,
                                (run, r1, r2, r3, r4, r5) -> {
                                    run.hold(
                                            Region.record(block.address(), 16),
                                            () -> abandoned.add("record"));
                                    return block.address();
                                }));
        Interpreter interpreter =
                interpreter("call 4001\n*(u64 *)(r0 + 8) = 1\nr0 = 0\nexit", library);
        TrapException trap =
                assertThrows(
                        TrapException.class,
                        () -> interpreter.run(new byte[0], Environment.repeatable(0)));
        assertEquals(TrapCode.UNRELEASED, trap.diagnostic().code());
        assertEquals(List.of("record"), abandoned);
        block.keep();
    }

    @Test
    void tracersSeeEveryInstructionAndWhatItChanged() {
        List<String> lines = new ArrayList<>();
        Tracer tracer = new TextTracer(Printer.COMMON, lines::add);
        new Interpreter(
                        program("r0 = 1\nr2 = r0\ncall next\nexit\nnext:\nr0 += 1\nexit"),
                        NULL_LOOKUP,
                        RunOptions.defaults().withTracer(tracer))
                .run(new byte[0], Environment.repeatable(0));
        assertEquals(6, lines.size(), lines.toString());
        assertTrue(lines.get(1).matches("1: r2 = r0 +; r2=0x1"), lines.get(1));
        assertTrue(lines.get(3).matches("  4: r0 \\+= 1 +; r0=0x2"), lines.get(3));
    }

    private static Diagnostic trapOf(String text, byte[] memory) {
        Interpreter interpreter = interpreter(text, HelperLibrary.NONE);
        return assertThrows(
                        TrapException.class,
                        () -> interpreter.run(memory, Environment.repeatable(0)))
                .diagnostic();
    }

    private static Interpreter interpreter(String text, HelperLibrary library) {
        return new Interpreter(program(text), library, RunOptions.defaults());
    }

    private static Program program(String text) {
        Program plain = Program.of("main", null, Assembler.assemble(text));
        return new Program(
                "main",
                "",
                null,
                0,
                plain.code(),
                List.of(new Subprogram("main", 0, plain.code().slots(), true, 0)),
                List.of(new SourceLine(0, "src/main.c", 12, 1, "")),
                List.of(),
                "GPL",
                0,
                Optional.empty(),
                0,
                "",
                Map.of());
    }
}
