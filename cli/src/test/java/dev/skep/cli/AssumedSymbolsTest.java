package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.object.KernelSymbols;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AssumedSymbolsTest {
    private static final String COMMON = "bpf_rcu_read_lock";

    /// A kernel with one function, of id 7.
    private static final KernelSymbols KERNEL =
            new KernelSymbols() {
                @Override
                public OptionalInt function(String name) {
                    return name.equals("here") ? OptionalInt.of(7) : OptionalInt.empty();
                }
            };

    private static KernelSymbols symbols(KernelSymbols kernel, String... dispensable) {
        return new AssumedSymbols(() -> Optional.ofNullable(kernel), Set.of(dispensable));
    }

    @Test
    void whatTheKernelKnowsKeepsItsId() {
        assertEquals(OptionalInt.of(7), symbols(KERNEL, "here").function("here"));
    }

    @Test
    void whatMustBeThereIsThere() {
        KernelSymbols symbols = symbols(KERNEL);
        int one = symbols.function("one").orElseThrow();
        assertEquals(one, symbols.function("one").orElseThrow());
        assertNotEquals(one, symbols.function("two").orElseThrow());
        assertTrue(symbols.variable("three").isPresent());
        assertTrue(symbols.address("four").isPresent());
    }

    @Test
    void whatAKnownKernelLacksIsMissingIfTheProgramAllowsIt() {
        assertEquals(OptionalInt.empty(), symbols(KERNEL, COMMON).function(COMMON));
    }

    @Test
    void withoutAKernelThereAreTheFunctionsOfLinux() {
        KernelSymbols symbols = symbols(null, COMMON, "bpf_nowhere");
        assertTrue(symbols.function(COMMON).isPresent());
        assertEquals(OptionalInt.empty(), symbols.function("bpf_nowhere"));
    }
}
