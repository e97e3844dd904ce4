package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.TrapException;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.jit.CompilerCode;
import dev.skep.object.BpfObject;
import dev.skep.object.KernelSymbols;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.TrapCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Objects that call kernel functions, in a JVM that knows of no kernel.
class KernelFunctionCallsTest {
    private static final TestRun RUN = new TestRun(new byte[60], new byte[0], 1);

    private final JvmHost host = new JvmHost();

    @Test
    void anIteratorRunsCompiledAndInterpretedWithoutAnyKernelsTypes() throws IOException {
        JvmProgram compiled =
                host.load(object("iterators"), only("sums_numbers")).program("sums_numbers");
        assertTrue(compiled.compiled().isPresent(), () -> compiled.notCompiled().toString());
        assertEquals(45, compiled.test(RUN).returnValue());
        assertEquals(45, interpreted("iterators", "sums_numbers").test(RUN).returnValue());
    }

    @Test
    void programsNameKernelFunctionsWhateverTheirNumbers() throws IOException {
        Program program = linked("iterators", "sums_numbers");
        assertEquals(
                Set.of("bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy"),
                Set.copyOf(program.kernelNames().values()));
        assertTrue(
                program.kernelNames().keySet().stream()
                        .allMatch(id -> id >= KernelSymbols.FIRST_LISTED));
    }

    @Test
    void anIteratorThatIsNeverDestroyedTraps() throws IOException {
        Diagnostic trap = trap("iterators", "never_destroyed");
        assertEquals(TrapCode.UNRELEASED, trap.code());
        assertTrue(trap.message().contains("an iterator"), trap::message);
        assertTrue(trap.remedy().contains("destroy"), trap::remedy);
    }

    @Test
    void wrongLivesOfIteratorsTrap() throws IOException {
        for (String name :
                new String[] {
                    "destroyed_twice",
                    "next_before_new",
                    "next_after_destroy",
                    "destroyed_before_new",
                    "new_over_a_living_one"
                }) {
            Diagnostic trap = trap("iterators", name);
            assertEquals(TrapCode.BAD_ARGUMENT, trap.code(), name);
            assertTrue(trap.kernelMessage().startsWith("expected"), trap::kernelMessage);
        }
    }

    @Test
    void programsCanAskWhetherAKernelFunctionIsThere() throws IOException {
        for (String name : new String[] {"one_that_is_there", "one_that_no_kernel_has"}) {
            int expected = name.equals("one_that_is_there") ? 2 : 1;
            JvmProgram compiled = host.load(object("exists"), only(name)).program(name);
            assertTrue(compiled.compiled().isPresent(), () -> compiled.notCompiled().toString());
            assertEquals(expected, compiled.test(RUN).returnValue(), name);
            assertEquals(expected, interpreted("exists", name).test(RUN).returnValue(), name);
        }
    }

    @Test
    void aKernelFunctionThatOnlyTheKernelHasIsReadVerifiedAndNotCompiled() throws IOException {
        Program program = linked("throwing", "throwAlways");
        assertInstanceOf(
                Verdict.Accepted.class, Verifier.verify(program, VerifierOptions.standard()));
        JvmProgram loaded =
                host.load(object("throwing"), only("throwAlways")).program("throwAlways");
        Diagnostic refusal = loaded.notCompiled().orElseThrow();
        assertEquals(CompilerCode.UNAVAILABLE, refusal.code());
        assertEquals(
                "bpf_throw is not available in the JVM: exceptions are not built yet",
                refusal.message());
        TrapException trap = assertThrows(TrapException.class, () -> loaded.test(RUN));
        assertEquals(TrapCode.NO_HELPER, trap.diagnostic().code());
        assertEquals(
                "bpf_throw is not available: exceptions are not built yet",
                trap.diagnostic().message());
    }

    private Diagnostic trap(String object, String name) throws IOException {
        JvmProgram program = interpreted(object, name);
        return assertThrows(TrapException.class, () -> program.test(RUN), name).diagnostic();
    }

    private JvmProgram interpreted(String object, String name) throws IOException {
        Program program = linked(object, name);
        return host.load(program, program.maps().stream().map(host::createMap).toList());
    }

    private static Program linked(String object, String name) throws IOException {
        return object(object).link(LinkOptions.standard().withPrograms(Set.of(name))).program(name);
    }

    private static JvmLoadOptions only(String name) {
        return JvmLoadOptions.standard()
                .withLinking(LinkOptions.standard().withPrograms(Set.of(name)));
    }

    private static BpfObject object(String name) throws IOException {
        return BpfObject.read(
                Files.readAllBytes(Path.of("../cases/verify").resolve(name + ".bpf.o")));
    }
}
