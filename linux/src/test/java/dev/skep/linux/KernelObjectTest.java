package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.linux.sys.Sandbox;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whole objects in the running kernel.
class KernelObjectTest extends KernelCase {
    private static final Path OBJECTS = Path.of("..", "cases", "objects");
    private static final Path EXAMPLES = Path.of("..", "examples");

    @Test
    void anObjectIsLoadedWithItsGlobals() throws IOException {
        LinkedObject linked =
                link(EXAMPLES.resolve("firewall/firewall.bpf.o"), LinkOptions.standard());
        try (KernelObject object = host.load(linked, LoadOptions.standard())) {
            assertEquals(linked.programs().size(), object.programs().size());
            assertEquals(linked.maps().size(), object.maps().size());
            KernelMap constants = object.map(".rodata");
            assertArrayEquals(
                    constants.definition().globals().orElseThrow().contents(),
                    constants.lookup(bytes(0)).orElseThrow());
            assertThrows(KernelException.class, () -> object.map("no_such"));
        }
    }

    @Test
    void objectsAdaptToTheRunningKernel() throws IOException {
        LinkedObject linked = link(OBJECTS.resolve("core.o"), LinkOptions.standard());
        assertFalse(linked.core().isEmpty());
    }

    @Test
    void pinnedMapsAreTakenOver() throws Exception {
        LinkOptions globals = LinkOptions.standard().withGlobals(Map.of("limit", "3"));
        LinkedObject linked = mapsOf(link(OBJECTS.resolve("maps.o"), globals));
        Sandbox.run(
                folder -> {
                    LoadOptions options = LoadOptions.standard().withPins(folder);
                    byte[] value = new byte[16];
                    value[0] = 7;
                    byte[] key = new byte[16];
                    try (KernelObject first = host.load(linked, options)) {
                        first.map("flows").update(key, value, BpfMap.ANY);
                    }
                    assertTrue(Files.exists(folder.resolve("flows")));
                    try (KernelObject second = host.load(linked, options)) {
                        assertEquals(3, second.map(".rodata").lookup(bytes(0)).orElseThrow()[0]);
                        assertArrayEquals(value, second.map("flows").lookup(key).orElseThrow());
                    }
                });
    }

    @Test
    void aPinnedMapOfAnotherShapeIsNotTaken() throws Exception {
        Sandbox.run(
                folder -> {
                    LoadOptions options = LoadOptions.standard().withPins(folder);
                    host.load(pinned(8), options).close();
                    KernelException e =
                            assertThrows(
                                    KernelException.class, () -> host.load(pinned(16), options));
                    assertEquals(KernelCode.PINNED_SHAPE, e.diagnostic().code());
                    assertTrue(e.diagnostic().causes().getFirst().contains("value 16 bytes"));
                });
    }

    @Test
    void whatCannotBePinnedSaysWhy() throws IOException {
        Path folder = Files.createTempDirectory("skep");
        try {
            LoadOptions options = LoadOptions.standard().withPins(folder);
            KernelException e =
                    assertThrows(KernelException.class, () -> host.load(pinned(8), options));
            assertEquals(KernelCode.PIN, e.diagnostic().code());
            assertTrue(e.diagnostic().remedy().contains("mount -t bpf"), e.diagnostic().render());
        } finally {
            Files.delete(folder);
        }
    }

    @Test
    void versionsAreRead() {
        assertEquals(0x6_01_00, RunningKernel.version("6.1.0-18-amd64"));
        assertEquals(0x5_0a_ff, RunningKernel.version("5.10.256"));
        assertEquals(0x7_02_00, RunningKernel.version("7.2-rc1"));
        assertEquals(0, RunningKernel.version("unknown"));
        assertTrue(host.kernel().version() > 0x4_00_00);
    }

    @Test
    void configurationAndSymbolsAreKnown() {
        assertFalse(host.kernel().release().isEmpty());
        assertTrue(host.kernel().symbols().address("bpf_prog_put").isPresent());
    }

    private LinkedObject link(Path file, LinkOptions options) throws IOException {
        BpfObject object = BpfObject.read(Files.readAllBytes(file));
        return object.link(host.kernel().linkOptions(object, options));
    }

    /// Its programs are not for the verifier.
    private static LinkedObject mapsOf(LinkedObject object) {
        return new LinkedObject(List.of(), object.maps(), List.of());
    }

    private static LinkedObject pinned(int valueSize) {
        MapDefinition map =
                MapDefinition.of("kept", MapType.ARRAY, 4, valueSize, 1)
                        .withPinning(MapDefinition.Pinning.BY_NAME);
        return new LinkedObject(List.of(), List.of(map), List.of());
    }
}
