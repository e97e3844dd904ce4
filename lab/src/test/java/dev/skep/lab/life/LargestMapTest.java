package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.Diagnostic;
import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.MapException;
import dev.skep.linux.KernelHost;
import dev.skep.program.MapDefinition;
import dev.skep.runtime.JvmHost;
import dev.skep.spec.MapType;
import org.junit.jupiter.api.Test;

/// How large the map of a board can be, and what is said beyond.
class LargestMapTest {
    private static MapDefinition array(int valueSize, int entries) {
        return MapDefinition.of("board", MapType.ARRAY, Integer.BYTES, valueSize, entries);
    }

    /// Room for 32,768 x 32,768 cells, twice.
    private static final MapDefinition A_BILLION_CELLS_TWICE = array(1 << 28, 1);

    private static final MapDefinition TOO_LARGE_A_VALUE = array(Integer.MIN_VALUE, 1);
    private static final MapDefinition TOO_MUCH_MEMORY = array(1 << 30, 1 << 20);

    @Test
    void bothHostsTakeABillionCells() {
        try (JvmHost host = new JvmHost();
                BpfMap map = host.createMap(A_BILLION_CELLS_TWICE)) {
            assertEquals(1 << 28, map.definition().valueSize());
        }
        Engine.demandKernel();
        try (KernelHost host = KernelHost.open();
                BpfMap map = host.createMap(A_BILLION_CELLS_TWICE)) {
            assertEquals(1 << 28, map.definition().valueSize());
        }
    }

    @Test
    void theJvmSaysWhatIsTooLarge() {
        try (JvmHost host = new JvmHost()) {
            assertEquals(
                    "value_size is beyond 2 GiB",
                    refusal(host, TOO_LARGE_A_VALUE, "M001").message());
            Diagnostic memory = refusal(host, TOO_MUCH_MEMORY, "M002");
            assertTrue(
                    memory.message().startsWith("it would take 1125899906842624 bytes at least"),
                    memory.render());
        }
    }

    @Test
    void theKernelSaysWhatIsTooLarge() {
        Engine.demandKernel();
        try (KernelHost host = KernelHost.open()) {
            Diagnostic value = refusal(host, TOO_LARGE_A_VALUE, "K002");
            assertEquals("creating it failed with E2BIG", value.message());
            assertEquals(
                    "it would have 1 elements of 2,147,483,652 bytes; values of arrays have less"
                            + " than 2 GiB",
                    value.causes().getFirst());
            Diagnostic memory = refusal(host, TOO_MUCH_MEMORY, "K002");
            assertEquals("creating it failed with ENOMEM", memory.message());
            assertEquals("make value_size or max_entries smaller", memory.remedy());
        }
    }

    private static Diagnostic refusal(Host host, MapDefinition map, String code) {
        Diagnostic why =
                assertThrows(MapException.class, () -> host.createMap(map).close()).diagnostic();
        assertEquals(code, why.code().id());
        return why;
    }
}
