package dev.skep.lab.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.isa.InsnDecoder;
import dev.skep.isa.InsnEncoder;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProgramGeneratorTest {
    private static final int SEEDS = 2_000;

    @Test
    void aSeedGivesTheSameProgramAgain() {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertEquals(
                    ProgramGenerator.generate(seed),
                    ProgramGenerator.generate(seed),
                    "seed " + seed);
        }
    }

    @Test
    void everyProgramCanBeEncodedAndDecoded() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Program program = ProgramGenerator.generate(seed);
            byte[] bytes = InsnEncoder.encode(program.code(), ByteOrder.LITTLE_ENDIAN);
            assertEquals(
                    program.code(),
                    InsnDecoder.decode(bytes, ByteOrder.LITTLE_ENDIAN),
                    "seed " + seed);
        }
    }

    @Test
    void functionsCoverTheWholeProgram() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Program program = ProgramGenerator.generate(seed);
            int end = 0;
            for (var function : program.subprograms()) {
                assertEquals(end, function.start(), "seed " + seed);
                end = function.end();
            }
            assertEquals(program.code().slots(), end, "seed " + seed);
        }
    }

    @Test
    void manySeedsGiveManyTypesAndSizes() {
        Set<ProgramType> types = EnumSet.noneOf(ProgramType.class);
        int largest = 0;
        int smallest = Integer.MAX_VALUE;
        for (long seed = 0; seed < SEEDS; seed++) {
            Program program = ProgramGenerator.generate(seed);
            types.add(program.type());
            largest = Math.max(largest, program.code().slots());
            smallest = Math.min(smallest, program.code().slots());
        }
        assertTrue(types.size() >= 20, () -> "types: " + types);
        assertTrue(smallest <= 10 && largest >= 250, smallest + " to " + largest + " slots");
    }
}
