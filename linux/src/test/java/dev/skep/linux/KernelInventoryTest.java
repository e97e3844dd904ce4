package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Link;
import dev.skep.linux.attach.RawTracepoint;
import dev.skep.linux.sys.Sandbox;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What there is in the kernel, and what it can do.
class KernelInventoryTest extends KernelCase {
    private static final MapDefinition MAP = MapDefinition.of("listed_map", MapType.HASH, 4, 8, 3);

    @Test
    void programsMapsAndLinksAreListed() {
        KernelMap map = host.createMap(MAP);
        String text = "r1 = map[0] ll\nr0 = 0\nexit";
        KernelProgram program =
                host.load(
                        program(ProgramType.RAW_TRACEPOINT, "listed_program", text, MAP),
                        List.of(map));
        try (Link link = RawTracepoint.attach(program, "sched_process_exit")) {
            InstalledLink listed =
                    KernelInventory.links().stream()
                            .filter(l -> l.id() == link.info().id().orElseThrow())
                            .findFirst()
                            .orElseThrow();
            assertEquals("raw_tracepoint", listed.kind());
            assertEquals("sched_process_exit", listed.target());
            InstalledProgram installed =
                    KernelInventory.programs().stream()
                            .filter(p -> p.id() == listed.program())
                            .findFirst()
                            .orElseThrow();
            assertEquals("listed_program", installed.name());
            assertEquals(Optional.of(ProgramType.RAW_TRACEPOINT), installed.type());
            assertEquals(4, installed.instructions());
            InstalledMap one =
                    KernelInventory.maps().stream()
                            .filter(m -> m.id() == installed.maps().getFirst())
                            .findFirst()
                            .orElseThrow();
            assertEquals("listed_map", one.name());
            assertEquals(3, one.maxEntries());
            map.update(bytes(1), bytes(2L), BpfMap.ANY);
            try (KernelMap opened = KernelInventory.openMap(one.id())) {
                assertArrayEquals(bytes(2L), opened.lookup(bytes(1)).orElseThrow());
            }
        }
    }

    @Test
    void whatIsPinnedIsOpenedAsWhatItIs() throws Exception {
        LoadOptions options = LoadOptions.standard();
        MapDefinition pinned = MAP.withPinning(MapDefinition.Pinning.BY_NAME);
        var object = new LinkedObject(List.of(), List.of(pinned), List.of());
        Sandbox.run(
                folder -> {
                    host.load(object, options.withPins(folder));
                    Path pin = folder.resolve("listed_map");
                    KernelInventory.openMap(pin).close();
                    Path linkPin = folder.resolve("listed_link");
                    try (Link link =
                            RawTracepoint.attach(
                                    host.load(
                                            program(
                                                    ProgramType.RAW_TRACEPOINT,
                                                    "any",
                                                    "r0 = 0\nexit"),
                                            List.of()),
                                    "sched_process_exit")) {
                        link.pin(linkPin);
                    }
                    KernelInventory.demandLink(linkPin);
                    KernelException noMap =
                            assertThrows(
                                    KernelException.class, () -> KernelInventory.openMap(linkPin));
                    assertEquals(KernelCode.NO_TARGET, noMap.diagnostic().code());
                    KernelException e =
                            assertThrows(
                                    KernelException.class, () -> KernelInventory.demandLink(pin));
                    assertEquals(KernelCode.NO_TARGET, e.diagnostic().code());
                });
    }

    @Test
    void whatIsNotThereSaysSo() {
        for (Runnable look :
                List.<Runnable>of(
                        () -> KernelInventory.openMap(Integer.MAX_VALUE),
                        () -> KernelInventory.openMap(Path.of("/no/such/pin")),
                        () -> KernelInventory.detach(Integer.MAX_VALUE))) {
            KernelException e = assertThrows(KernelException.class, look::run);
            assertEquals(KernelCode.NO_TARGET, e.diagnostic().code());
        }
    }

    @Test
    void featuresAreFoundByTrying() {
        KernelFeatures features = KernelFeatures.open();
        assertYes(features.programTypes(), "xdp", "socket_filter", "kprobe");
        assertYes(features.mapTypes(), "hash", "array", "ringbuf", "array_of_maps", "lpm_trie");
        assertYes(features.helpers(), "bpf_map_lookup_elem", "bpf_ktime_get_ns");
        assertEquals(ProgramType.values().length, features.programTypes().size());
        assertEquals(MapType.values().length, features.mapTypes().size());
    }

    private static void assertYes(List<Feature> features, String... names) {
        for (String name : names) {
            assertTrue(
                    features.stream()
                            .anyMatch(f -> f.name().equals(name) && f.state() == Feature.State.YES),
                    name);
        }
    }

    @Test
    void theDoctorLooksAtEverything() {
        List<Checkup> found = Doctor.examine();
        assertEquals(Checkup.State.GOOD, found.getFirst().state());
        assertTrue(found.size() > 5);
        for (Checkup checkup : found) {
            assertFalse(checkup.finding().isEmpty());
            assertEquals(checkup.state() == Checkup.State.GOOD, checkup.remedy().isEmpty());
        }
    }
}
