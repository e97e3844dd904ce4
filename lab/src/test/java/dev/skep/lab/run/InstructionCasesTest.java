package dev.skep.lab.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Assembler;
import dev.skep.diag.TrapException;
import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.isa.Insn;
import dev.skep.lab.house.House;
import dev.skep.linux.KernelHost;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.verify.Verdict;
import dev.skep.verify.VerifiedProgram;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import dev.skep.vm.Environment;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.Interpreter;
import dev.skep.vm.RunOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The cases under `cases/isa` in every engine: all of them in the interpreter, as they stand;
/// those that the verifier accepts once they find their memory in a map in the compiler and in the
/// kernel, too.
class InstructionCasesTest {
    private static final long FUEL = 1L << 26;
    private static final byte[] FIRST = new byte[Integer.BYTES];
    private static final byte[] PACKET = new byte[64];

    /// How many are known to be verifiable. The others trap, or read what nobody wrote.
    private static final int LEAST_VERIFIED = 96;

    static List<InstructionCase> cases() {
        return InstructionCase.all(House.root().resolve("cases/isa"));
    }

    private static List<InstructionCase> verifiable() {
        return cases().stream().filter(c -> verified(c).isPresent()).toList();
    }

    private static Optional<VerifiedProgram> verified(InstructionCase c) {
        return Verifier.verify(c.wrapped(), VerifierOptions.standard())
                        instanceof Verdict.Accepted yes
                ? Optional.of(yes.program())
                : Optional.empty();
    }

    @Test
    void mostCasesCanBeVerified(TestReporter reporter) {
        List<String> others = new ArrayList<>();
        for (InstructionCase c : cases()) {
            if (verified(c).isEmpty()) {
                others.add(c.name());
            }
        }
        reporter.publishEntry(others.size() + " cannot be verified", String.join("; ", others));
        assertTrue(verifiable().size() >= LEAST_VERIFIED, () -> "verified: " + verifiable().size());
    }

    @Test
    void theCompilerGivesTheSame() {
        for (InstructionCase c : verifiable()) {
            try (JvmHost host = new JvmHost()) {
                check(
                        c,
                        host,
                        (_, maps) -> {
                            JvmProgram program = host.load(verified(c).orElseThrow(), maps);
                            assertEquals(Optional.empty(), program.notCompiled(), c.name());
                            return program;
                        });
            }
        }
    }

    @Test
    void theInterpreterGivesTheSameFromMaps() {
        for (InstructionCase c : verifiable()) {
            try (JvmHost host = new JvmHost()) {
                check(c, host, host::load);
            }
        }
    }

    /// The kernel's stack holds whatever was there before.
    @Test
    void theKernelGivesTheSame() {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "the kernel cannot be asked: " + obstacle.get());
        for (InstructionCase c : verifiable()) {
            if (countsRounds(c) || c.name().endsWith("theStackIsZeroAtFirst")) {
                continue;
            }
            try (KernelHost host = KernelHost.open()) {
                check(c, host, host::load);
            }
        }
    }

    /// Newer kernels end endless loops after a quarter of a second, not after so many rounds.
    private static boolean countsRounds(InstructionCase c) {
        return c.wrapped().code().insns().stream().anyMatch(i -> i instanceof Insn.MayGoto);
    }

    private static void check(
            InstructionCase c, Host host, BiFunction<Program, List<BpfMap>, LoadedProgram> loader) {
        Program program = c.wrapped();
        List<BpfMap> maps = new ArrayList<>();
        program.maps().forEach(map -> maps.add(host.createMap(map)));
        if (c.memory().length > 0) {
            maps.get(1).update(FIRST, c.memory(), BpfMap.ANY);
        }
        LoadedProgram loaded = loader.apply(program, maps);
        loaded.test(new TestRun(PACKET, new byte[0], 1));
        byte[] result = maps.getFirst().lookup(FIRST).orElseThrow();
        assertEquals(
                Long.toHexString(c.result().orElseThrow()),
                Long.toHexString(ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()).getLong()),
                c.name());
        c.after()
                .ifPresent(
                        bytes ->
                                assertArrayEquals(
                                        bytes, maps.get(1).lookup(FIRST).orElseThrow(), c.name()));
    }

    @Test
    void thereAreCases() {
        assertTrue(cases().size() > 100);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theInterpreterHoldsIt(InstructionCase c) {
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
