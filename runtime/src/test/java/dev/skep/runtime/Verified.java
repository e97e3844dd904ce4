package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Programs of a few lines that the verifier accepts.
final class Verified {
    private static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    private Verified() {}

    static Program program(ProgramType type, String text, MapDefinition... maps) {
        return program(type, 0, text, maps);
    }

    static Program program(ProgramType type, int attachType, String text, MapDefinition... maps) {
        Program plain = Program.of("test", type, Assembler.assemble(text, HELPERS));
        return new Program(
                "test",
                "",
                type,
                attachType,
                plain.code(),
                plain.subprograms(),
                List.of(),
                List.of(maps),
                "GPL",
                0,
                plain.btf(),
                0,
                "",
                Map.of());
    }

    static VerifiedProgram of(Program program) {
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        return assertInstanceOf(Verdict.Accepted.class, verdict, verdict.toString()).program();
    }
}
