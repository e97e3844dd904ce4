package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.host.Link;
import dev.skep.host.MapException;
import dev.skep.linux.attach.CgroupHook;
import dev.skep.linux.attach.Clsact;
import dev.skep.linux.attach.NetworkNamespace;
import dev.skep.linux.attach.PerfSampling;
import dev.skep.linux.attach.RawTracepoint;
import dev.skep.linux.attach.Tcx;
import dev.skep.linux.attach.Xdp;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.program.MapDefinition;
import dev.skep.program.MapDefinition.Slot;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Nothing that belongs to the kernel stays open. Alone, because it counts.
@Isolated
class DescriptorsTest extends KernelCase {
    private static final MapDefinition RING = MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 4096);
    private static final MapDefinition PERF =
            MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, Machine.possibleCpus());

    @Test
    void aClosedHostLeavesNothingOpen() throws IOException {
        use();
        List<String> before = kernelObjects();
        use();
        assertEquals(before, kernelObjects());
    }

    private static void use() {
        try (KernelHost used = KernelHost.open()) {
            MapDefinition inner = MapDefinition.of("inner", MapType.ARRAY, 4, 4, 1);
            used.createMap(
                    MapDefinition.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 1)
                            .withInner(inner)
                            .withSlots(List.of(new Slot(0, "inner"))));
            used.createMap(inner);
            used.createMap(RING).events().poll();
            used.createMap(PERF).events().poll();
            used.load(xdp("passes", "r0 = 2\nexit"), List.of()).test(run(1));
            assertThrows(
                    KernelException.class, () -> used.load(xdp("bad", "r0 = r9\nexit"), List.of()));
            assertThrows(
                    MapException.class,
                    () -> used.createMap(MapDefinition.of("bad", MapType.ARRAY, 3, 4, 1)));
        }
    }

    @Test
    void closedLinksLeaveNothingOpen() throws Exception {
        link();
        List<String> before = kernelObjects();
        link();
        assertEquals(before, kernelObjects());
    }

    private static void link() throws Exception {
        try (KernelHost used = KernelHost.open()) {
            KernelProgram raw =
                    used.load(
                            program(ProgramType.RAW_TRACEPOINT, "raw", "r0 = 0\nexit"), List.of());
            try (Link link = RawTracepoint.attach(raw, "sched_process_exit")) {
                link.info();
            }
            assertThrows(KernelException.class, () -> RawTracepoint.attach(raw, "no_such"));
            KernelProgram clock =
                    used.load(program(ProgramType.PERF_EVENT, "clock", "r0 = 0\nexit"), List.of());
            PerfSampling.attach(clock, 0, 10).close();
            assertThrows(KernelException.class, () -> PerfSampling.attach(raw, 0, 10));
            KernelProgram xdp = used.load(xdp("passes", "r0 = 2\nexit"), List.of());
            Sandbox.run(
                    folder -> {
                        Loopback.up();
                        Xdp.attach(xdp, Loopback.INDEX, Xdp.Mode.GENERIC).close();
                        KernelProgram tc =
                                used.load(
                                        program(ProgramType.SCHED_CLS, "tc", "r0 = 0\nexit"),
                                        List.of());
                        Clsact.attach(tc, Loopback.INDEX, Tcx.Direction.INGRESS).close();
                        assertThrows(
                                KernelException.class,
                                () -> CgroupHook.attach(xdp, folder.resolve("none")));
                        NetworkNamespace.attach(
                                        used.load(
                                                program(
                                                                ProgramType.SK_LOOKUP,
                                                                "lookup",
                                                                "r0 = 1\nexit")
                                                        .as(
                                                                ProgramType.SK_LOOKUP,
                                                                AttachType.SK_LOOKUP.id(),
                                                                0,
                                                                ""),
                                                List.of()))
                                .close();
                    });
            KernelInventory.programs();
            KernelInventory.maps();
            KernelInventory.links();
            KernelFeatures.open().mapTypes();
        }
    }

    /// What this process has open of the kernel's BPF and perf objects.
    private static List<String> kernelObjects() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.map(DescriptorsTest::target)
                    .filter(t -> t.matches("(anon_inode|socket|/proc/.*/ns).*"))
                    .sorted()
                    .toList();
        }
    }

    /// Empty for the folder that is just being read.
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
