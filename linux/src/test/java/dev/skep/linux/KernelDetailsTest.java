package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.btf.Btf;
import dev.skep.host.Link;
import dev.skep.linux.attach.CgroupHook;
import dev.skep.linux.attach.Netfilter;
import dev.skep.linux.attach.ProbePoint;
import dev.skep.linux.attach.RawTracepoint;
import dev.skep.linux.attach.Tcx;
import dev.skep.linux.attach.Tracepoint;
import dev.skep.linux.attach.Uprobe;
import dev.skep.linux.attach.Xdp;
import dev.skep.linux.sys.ChildCgroup;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.program.MapDefinition;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// All about single things in the kernel, of every kind of link that this kernel attaches.
class KernelDetailsTest extends KernelCase {
    private static final MapDefinition MAP = MapDefinition.of("shown_map", MapType.HASH, 4, 8, 3);

    @Test
    void whoKeepsSomethingIsFound() throws Exception {
        KernelMap map = host.createMap(MAP);
        String text = "r1 = map[0] ll\nr0 = 0\nexit";
        KernelProgram program =
                host.load(program(ProgramType.XDP, "shown_program", text, MAP), List.of(map));
        int mapId = KernelDetails.program(program.id()).maps().getFirst().id();
        Sandbox.run(
                folder -> {
                    Path programPin = folder.resolve("program");
                    Path mapPin = folder.resolve("map");
                    KernelPins.pinProgram(program.id(), programPin);
                    KernelPins.pinMap(mapId, mapPin);
                    ProgramDetails details = KernelDetails.program(program.id());
                    assertEquals(List.of(programPin), details.uses().pins());
                    long here = ProcessHandle.current().pid();
                    assertTrue(
                            details.uses().processes().stream().anyMatch(p -> p.pid() == here),
                            details.toString());
                    MapDetails mapDetails = KernelDetails.map(mapId);
                    assertEquals(List.of(mapPin), mapDetails.uses().pins());
                    assertEquals(List.of(program.id()), mapDetails.programs());
                    assertEquals(program.id(), KernelSearch.program(programPin.toString()));
                    assertEquals(mapId, KernelSearch.map(mapPin.toString()));
                    assertThrows(KernelException.class, () -> KernelPins.unpinProgram(mapPin));
                    KernelException taken =
                            assertThrows(
                                    KernelException.class, () -> KernelPins.pinMap(mapId, mapPin));
                    assertEquals(KernelCode.PIN, taken.diagnostic().code());
                    KernelPins.unpinProgram(programPin);
                    KernelPins.unpinMap(mapPin);
                    assertFalse(Files.exists(programPin));
                    assertEquals(List.of(), KernelDetails.program(program.id()).uses().pins());
                });
    }

    @Test
    void codeIsWhatTheKernelRuns() {
        KernelProgram program = host.load(xdp("shown_code", "r0 = 2\nexit"), List.of());
        ProgramCode code = KernelDetails.code(program.id());
        byte[] instructions = {(byte) 0xb7, 0, 0, 0, 2, 0, 0, 0, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0};
        assertArrayEquals(instructions, code.instructions());
        assertEquals("shown_code", code.name());
        assertEquals(1, code.functions().size());
    }

    @Test
    void theKernelsOwnTypesAreListedAndRead() {
        InstalledTypes kernel =
                KernelTypeGraphs.all().stream()
                        .filter(t -> t.origin() == InstalledTypes.Origin.KERNEL)
                        .findFirst()
                        .orElseThrow();
        Btf btf = KernelTypeGraphs.read(KernelSearch.types(kernel.name()));
        assertTrue(btf.findAll("task_struct").findFirst().isPresent());
    }

    @Test
    void linksOfTheNetworkAreShown() throws Exception {
        KernelProgram xdp = host.load(xdp("shown_xdp", "r0 = 2\nexit"), List.of());
        KernelProgram tcx = load(ProgramType.SCHED_CLS, AttachType.TCX_INGRESS.id(), "r0 = -1");
        KernelProgram filter = load(ProgramType.NETFILTER, AttachType.NETFILTER.id(), "r0 = 1");
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link link = Xdp.attach(xdp, Loopback.INDEX, Xdp.Mode.GENERIC)) {
                        assertEquals(Map.of("interface", 1L, "interfaceName", "lo"), fields(link));
                    }
                    try (Link link =
                            Tcx.attach(
                                    tcx,
                                    Loopback.INDEX,
                                    Tcx.Direction.INGRESS,
                                    new Tcx.Position.Last())) {
                        assertEquals("tcx_ingress", fields(link).get("attachType"));
                    }
                    try (Link link =
                            Netfilter.attach(
                                    filter, Netfilter.Family.IPV4, Netfilter.Point.LOCAL_IN, 7)) {
                        assertEquals(
                                Map.of(
                                        "family",
                                        "ipv4",
                                        "hook",
                                        "local_in",
                                        "priority",
                                        7L,
                                        "flags",
                                        0L),
                                fields(link));
                    }
                });
    }

    @Test
    void linksToControlGroupsNameTheirFolder() throws Exception {
        KernelProgram program =
                load(ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS.id(), "r0 = 1");
        ChildCgroup.run(
                folder -> {
                    try (Link link = CgroupHook.attach(program, folder)) {
                        Map<String, Object> fields = fields(link);
                        assertEquals("cgroup_inet_ingress", fields.get("attachType"));
                        assertEquals(
                                folder.getFileName(),
                                Path.of((String) fields.get("path")).getFileName());
                    }
                });
    }

    @Test
    void linksOfTracingAreShown() throws Exception {
        KernelProgram raw = load(ProgramType.RAW_TRACEPOINT, 0, "r0 = 0");
        KernelProgram tracepoint = load(ProgramType.TRACEPOINT, 0, "r0 = 0");
        KernelProgram probe = load(ProgramType.KPROBE, 0, "r0 = 0");
        try (Link link = RawTracepoint.attach(raw, "sched_process_exit")) {
            assertEquals(Map.of("tracepoint", "sched_process_exit", "cookie", 0L), fields(link));
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        int here = (int) ProcessHandle.current().pid();
        try (Link link = Uprobe.attach(probe, java, 0x1000, ProbePoint.ENTRY, here)) {
            Map<String, Object> fields = fields(link);
            assertEquals("uprobe", fields.get("event"));
            assertEquals(0x1000L, fields.get("offset"));
            assertTrue(fields.get("name").toString().endsWith("java"), fields.toString());
        }
        Sandbox.run(
                folder -> {
                    Sandbox.mountTraceFiles(folder);
                    try (Link link = Tracepoint.attach(tracepoint, "raw_syscalls/sys_enter")) {
                        Map<String, Object> fields = fields(link);
                        assertEquals("tracepoint", fields.get("event"));
                        assertEquals("sys_enter", fields.get("name"));
                    }
                });
    }

    private KernelProgram load(ProgramType type, int attach, String result) {
        return host.load(
                program(type, "shown_any", result + "\nexit").as(type, attach, 0, ""), List.of());
    }

    private static Map<String, Object> fields(Link link) {
        return KernelDetails.link(link.info().id().orElseThrow()).fields();
    }
}
