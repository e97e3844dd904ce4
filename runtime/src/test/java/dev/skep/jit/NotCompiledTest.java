package dev.skep.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.TrapException;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.AluOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.HelperLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the compiler refuses runs in the interpreter.
class NotCompiledTest {
    private static final int KTIME = 5;
    private static final TestRun RUN = new TestRun(new byte[64], new byte[0], 1);

    private final JvmHost host = new JvmHost();

    @Test
    void aRegisterComparedWithItselfIsNotSafe() {
        JvmProgram loaded =
                load(
                        List.of(
                                new Insn.Load(MemorySize.W, false, 0, 1, 0),
                                new Insn.Branch(
                                        Condition.SGT, Width.W64, 0, new Operand.Register(0), 3),
                                new Insn.Alu(AluOp.ADD, Width.W64, 0, new Operand.Immediate(7)),
                                new Insn.Exit()));
        assertEquals(CompilerCode.UNSAFE, refusal(loaded).code());
        assertEquals(57, loaded.test(RUN).returnValue());
    }

    @Test
    void nullThatLinuxLetsPassTrapsAndDoesNotEndTheJvm() throws IOException {
        String name = "nonnullPairOfNull";
        BpfObject object =
                BpfObject.read(Files.readAllBytes(Path.of("../cases/verify/functions.bpf.o")));
        Program program =
                object.link(LinkOptions.standard().withPrograms(Set.of(name))).program(name);
        JvmProgram loaded = load(program);
        assertEquals(CompilerCode.UNSAFE, refusal(loaded).code());
        assertThrows(TrapException.class, () -> loaded.test(RUN));
    }

    @Test
    void aHelperThatOnlyTheKernelHasIsNamedWithItsPlace() {
        Helper missing =
                Helpers.of(ProgramType.SCHED_CLS).stream()
                        .filter(h -> !h.jvm().available() && h.arguments().isEmpty())
                        .findFirst()
                        .orElseThrow();
        Program program =
                Program.of(
                        "asks",
                        ProgramType.SCHED_CLS,
                        Bytecode.of(List.of(new Insn.CallHelper(missing.id()), new Insn.Exit())));
        Diagnostic refusal = refusal(load(program));
        assertEquals(CompilerCode.UNAVAILABLE, refusal.code());
        assertTrue(refusal.message().contains(missing.fullName()), refusal::message);
        assertTrue(refusal.place().toString().contains("asks"), refusal.place()::toString);
    }

    @Test
    void aMistakeOfTheCompilerIsADiagnostic() {
        Program program =
                Program.of(
                        "asks",
                        ProgramType.SCHED_CLS,
                        Bytecode.of(List.of(new Insn.CallHelper(KTIME), new Insn.Exit())));
        HelperLibrary broken =
                _ -> {
                    throw new IllegalStateException("no library");
                };
        Diagnostic refusal =
                Compiler.compile(accepted(program), List.of(), broken).refusal().orElseThrow();
        assertEquals(CompilerCode.FAILED, refusal.code());
        assertTrue(refusal.message().contains("no library"), refusal::message);
    }

    private static Diagnostic refusal(JvmProgram loaded) {
        assertTrue(loaded.compiled().isEmpty());
        return loaded.notCompiled().orElseThrow();
    }

    private JvmProgram load(List<Insn> code) {
        return load(Program.of("test", ProgramType.SOCKET_FILTER, Bytecode.of(code)));
    }

    private JvmProgram load(Program program) {
        List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();
        return host.load(accepted(program), maps);
    }

    private static VerifiedProgram accepted(Program program) {
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        assertTrue(verdict instanceof Verdict.Accepted, verdict::toString);
        return ((Verdict.Accepted) verdict).program();
    }
}
