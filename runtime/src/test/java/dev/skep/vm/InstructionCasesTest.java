package dev.skep.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.diag.TrapException;
import dev.skep.program.Program;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases under `cases/isa` in the interpreter.
class InstructionCasesTest {
    private static final long FUEL = 1L << 26;

    static List<InstructionCase> cases() {
        return InstructionCase.all();
    }

    @Test
    void thereAreCases() {
        assertTrue(cases().size() > 100);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void holds(InstructionCase c) {
        byte[] memory = c.memory().clone();
        String outcome = run(c, memory);
        String expected =
                c.trap().orElseGet(() -> "0x" + Long.toHexString(c.result().orElseThrow()));
        assertEquals(expected, outcome);
        c.after().ifPresent(bytes -> assertArrayEquals(bytes, memory));
    }

    private static String run(InstructionCase c, byte[] memory) {
        Program program = Program.of("main", null, Assembler.assemble(c.program()));
        try {
            Interpreter interpreter =
                    new Interpreter(
                            program, HelperLibrary.NONE, RunOptions.defaults().withFuel(FUEL));
            long result = interpreter.run(memory, Environment.repeatable(0));
            return "0x" + Long.toHexString(result);
        } catch (TrapException trap) {
            return trap.diagnostic().code().id();
        }
    }
}
