package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.program.Program;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is younger than a kernel.
class NoveltiesTest {
    private static final Program LOOPS =
            Program.of(
                    "loops",
                    ProgramType.SYSCALL,
                    KernelCase.code("call bpf_loop\ncall bpf_get_prandom_u32\nexit"));

    @Test
    void helpersAndTypesAreNamedOnce() {
        assertEquals(
                List.of(
                        "program type syscall came with Linux 5.14, and this is 5.10",
                        "helper bpf_loop came with Linux 5.17, and this is 5.10"),
                Novelties.of(LOOPS, KernelVersion.of("5.10")));
    }

    @Test
    void newKernelsHaveThemAll() {
        assertEquals(List.of(), Novelties.of(LOOPS, KernelVersion.of("6.1")));
    }
}
