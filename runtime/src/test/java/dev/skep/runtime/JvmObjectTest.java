package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.HostException;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.map.JvmMap;
import dev.skep.map.MapCode;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.runtime.JvmLoadOptions.NotAccepted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whole objects in the JVM host.
class JvmObjectTest {
    private static final byte[] PACKET = new byte[60];

    private final JvmHost host = new JvmHost();

    @Test
    void anObjectIsLinkedVerifiedCompiledAndFoundByName() throws IOException {
        JvmObject object = host.load(example("firewall"));
        JvmProgram firewall = object.program("firewall");
        assertTrue(firewall.compiled().isPresent());
        assertEquals(2, firewall.test(new TestRun(PACKET, new byte[0], 1)).returnValue());
        JvmMap counters = object.map("counters");
        byte[] other = counters.lookup(new byte[4]).orElseThrow();
        assertEquals(1, other[0], "one packet of another protocol");
        assertEquals(List.of(firewall), object.programs());
        assertTrue(object.maps().contains(counters));
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() throws IOException {
        JvmObject object = host.load(example("firewall"));
        HostException refused = assertThrows(HostException.class, () -> object.program("firewal"));
        assertEquals(HostCode.NOT_LOADED, refused.diagnostic().code());
        assertEquals("there are: firewall", refused.diagnostic().remedy());
        assertThrows(HostException.class, () -> object.map("nothing"));
    }

    @Test
    void globalsAreSetBeforeLoading() throws IOException {
        BpfObject object = example("firewall");
        JvmLoadOptions options =
                JvmLoadOptions.standard()
                        .withLinking(
                                LinkOptions.standard()
                                        .withGlobals(Map.of("blocked", "hex:" + "00".repeat(32))));
        assertTrue(host.load(object, options).program("firewall").compiled().isPresent());
    }

    @Test
    void aProgramThatIsNotAcceptedIsRefusedOrInterpreted() throws IOException {
        BpfObject object = example("mistakes");
        HostException refused = assertThrows(HostException.class, () -> host.load(object));
        assertTrue(refused.diagnostic().code().id().startsWith("V"), refused.getMessage());
        JvmObject interpreted =
                host.load(object, JvmLoadOptions.standard().withNotAccepted(NotAccepted.INTERPRET));
        assertTrue(interpreted.programs().stream().anyMatch(p -> p.compiled().isEmpty()));
    }

    @Test
    void closingAnObjectClosesItsMaps() throws IOException {
        JvmMap map;
        try (JvmObject object = host.load(example("firewall"))) {
            map = object.map("counters");
        }
        HostException closed = assertThrows(HostException.class, () -> map.lookup(new byte[4]));
        assertTrue(closed.diagnostic().code() instanceof MapCode);
    }

    private static BpfObject example(String name) throws IOException {
        Path folder = Path.of("..", "examples", name);
        try (var files = Files.list(folder)) {
            Path file =
                    files.filter(f -> f.toString().endsWith(".bpf.o"))
                            .sorted()
                            .findFirst()
                            .orElseThrow();
            return BpfObject.read(Files.readAllBytes(file));
        }
    }
}
