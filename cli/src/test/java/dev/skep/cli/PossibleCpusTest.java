package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.verify.VerifierOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PossibleCpusTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0;1", "0-1;2", "0-127;128", "0-3,8-11;12", "0,2;3"})
    void theLastCpuTellsHowManyThereAre(String list, int cpus) {
        assertEquals(cpus, PossibleCpus.count(list + "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "0-", "0-99999"})
    void withoutANumberThereMayBeAsManyAsThereCan(String list) {
        assertEquals(VerifierOptions.MOST_CPUS, PossibleCpus.count(list));
    }

    @Test
    void theTypesOfAnotherKernelComeWithTheMostCpus() {
        assertEquals(VerifierOptions.MOST_CPUS, target("--btf", "own").cpus());
        assertEquals(PossibleCpus.ofRunningKernel(), target("--btf", "kernel").cpus());
        assertEquals(PossibleCpus.ofRunningKernel(), target().cpus());
    }

    private static TargetKernel target(String... arguments) {
        return CommandLine.populateCommand(new TargetKernel(), arguments);
    }
}
