package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.TrapException;
import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.map.JvmMap;
import dev.skep.packet.Network;
import dev.skep.packet.RoutingTable.Route;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.vm.TrapCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Maps, programs and test runs of the JVM host.
class JvmHostTest {
    private static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));
    private static final byte[] PACKET = packet(60);

    private final JvmHost host = new JvmHost();

    @Test
    void programsCountInMaps() {
        MapDefinition counts = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 2);
        String text =
                """
                *(u32 *)(r10 - 4) = 1
                r1 = map[0] ll
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                if r0 == 0 goto done
                r1 = 1
                lock *(u64 *)(r0 + 0) += r1
                done:
                r0 = 2
                exit
                """;
        JvmMap map = host.createMap(counts);
        JvmProgram program = host.load(xdp("count", text, counts), List.of(map));
        TestResult result = program.test(new TestRun(PACKET, new byte[0], 5));
        assertEquals(2, result.returnValue());
        assertArrayEquals(
                new byte[] {5, 0, 0, 0, 0, 0, 0, 0}, map.lookup(new byte[] {1, 0, 0, 0}).get());
    }

    @Test
    void programsFindTheRoutesThatTheirHostWasGiven() {
        String text =
                """
                r6 = r10
                r6 += -64
                *(u64 *)(r6 + 0) = 2
                *(u64 *)(r6 + 8) = 0
                *(u64 *)(r6 + 16) = 0
                *(u64 *)(r6 + 24) = 0
                *(u64 *)(r6 + 32) = 0
                *(u64 *)(r6 + 40) = 0
                *(u64 *)(r6 + 48) = 0
                *(u64 *)(r6 + 56) = 0
                r2 = r6
                r3 = 64
                r4 = 0
                call bpf_fib_lookup
                r0 <<= 8
                r1 = *(u32 *)(r6 + 8)
                r0 |= r1
                exit
                """;
        List<Byte> mac = List.of((byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 9);
        Route route = new Route(7, List.of(), mac, mac, 1500);
        JvmHost connected =
                new JvmHost(
                        JvmHostOptions.defaults()
                                .withNetwork(Network.NONE.withRoutes(_ -> Optional.of(route))));
        TestRun run = new TestRun(PACKET, new byte[0], 1);
        assertEquals(7, connected.load(xdp("route", text), List.of()).test(run).returnValue());
        assertEquals(
                4,
                host.load(xdp("route", text), List.of()).test(run).returnValue() >>> 8,
                "BPF_FIB_LKUP_RET_NOT_FWDED");
    }

    @Test
    void programsReadAndWriteThePacketBetweenItsBounds() {
        String text =
                """
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r0 = r3
                r0 -= r2
                *(u8 *)(r2 + 59) = 0x2a
                exit
                """;
        TestResult result =
                host.load(xdp("length", text), List.of()).test(new TestRun(PACKET, new byte[0], 1));
        assertEquals(60, result.returnValue());
        assertEquals(0x2a, result.data()[59]);
    }

    @Test
    void accessBehindThePacketTraps() {
        String text = "r2 = *(u32 *)(r1 + 0)\nr0 = *(u8 *)(r2 + 60)\nexit";
        Diagnostic trap = trapOf(xdp("greedy", text));
        assertEquals(TrapCode.OUT_OF_BOUNDS, trap.code());
        assertTrue(trap.message().contains("0 bytes past the end of the packet"), trap.message());
        assertEquals("invalid access to packet, off=60 size=1", trap.kernelMessage());
    }

    @Test
    void partsOfAPointerFieldAreNotRead() {
        Diagnostic trap = trapOf(xdp("narrow", "r0 = *(u16 *)(r1 + 0)\nexit"));
        assertEquals(TrapCode.CONTEXT_ACCESS, trap.code());
        assertEquals("invalid bpf_context access off=0 size=2", trap.kernelMessage());
    }

    @Test
    void readOnlyFieldsOfTheContextAreNotWritten() {
        Diagnostic trap = trapOf(xdp("writer", "*(u32 *)(r1 + 12) = 1\nr0 = 0\nexit"));
        assertEquals(TrapCode.CONTEXT_ACCESS, trap.code());
    }

    @Test
    void nullFromALookupIsNamed() {
        MapDefinition hash = MapDefinition.of("flows", MapType.HASH, 4, 8, 2);
        String text =
                """
                *(u32 *)(r10 - 4) = 1
                r1 = map[0] ll
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                r0 = *(u64 *)(r0 + 0)
                exit
                """;
        JvmProgram program = host.load(xdp("careless", text, hash), List.of(host.createMap(hash)));
        Diagnostic trap =
                assertThrows(
                                TrapException.class,
                                () -> program.test(new TestRun(PACKET, new byte[0], 1)))
                        .diagnostic();
        assertEquals(TrapCode.NULL_POINTER, trap.code());
        assertTrue(
                trap.causes().contains("bpf_map_lookup_elem at insn 5 returned NULL"),
                trap.render());
    }

    @Test
    void keysMustBeReadable() {
        MapDefinition hash = MapDefinition.of("flows", MapType.HASH, 8, 8, 2);
        String text = "r1 = map[0] ll\nr2 = r10\nr2 += -4\ncall bpf_map_lookup_elem\nexit";
        JvmProgram program = host.load(xdp("short", text, hash), List.of(host.createMap(hash)));
        TrapException trap =
                assertThrows(
                        TrapException.class,
                        () -> program.test(new TestRun(PACKET, new byte[0], 1)));
        assertEquals(TrapCode.OUT_OF_BOUNDS, trap.diagnostic().code());
    }

    @Test
    void tailCallsGoThirtyThreeDeep() {
        MapDefinition.Slot self = new MapDefinition.Slot(0, "again");
        MapDefinition jumps =
                withSlots(MapDefinition.of("jumps", MapType.PROG_ARRAY, 4, 4, 1), self);
        MapDefinition counts = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 1);
        String text =
                """
                r2 = map[1][0] ll
                r3 = 1
                lock *(u64 *)(r2 + 0) += r3
                r2 = map[0] ll
                r3 = 0
                call bpf_tail_call
                r0 = 7
                exit
                """;
        JvmMap map = host.createMap(jumps);
        JvmMap count = host.createMap(counts);
        JvmProgram program = host.load(xdp("again", text, jumps, counts), List.of(map, count));
        assertEquals(7, program.test(new TestRun(PACKET, new byte[0], 1)).returnValue());
        assertEquals(34, count.lookup(new byte[4]).get()[0]);
    }

    @Test
    void innerMapsAreReachedThroughTheOuterOne() {
        MapDefinition inner = MapDefinition.of("inner", MapType.ARRAY, 4, 8, 1);
        MapDefinition outer =
                withSlots(
                        MapDefinition.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 1).withInner(inner),
                        new MapDefinition.Slot(0, "inner"));
        String text =
                """
                *(u32 *)(r10 - 4) = 0
                r1 = map[0] ll
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                if r0 == 0 goto done
                r1 = r0
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                if r0 == 0 goto done
                *(u64 *)(r0 + 0) = 9
                done:
                r0 = 1
                exit
                """;
        JvmMap outside = host.createMap(outer);
        JvmMap inside = host.createMap(inner);
        JvmProgram program = host.load(xdp("nested", text, outer), List.of(outside));
        program.test(new TestRun(PACKET, new byte[0], 1));
        assertEquals(9, inside.lookup(new byte[4]).get()[0]);
    }

    @Test
    void programsNeedTheMapsThatTheyName() {
        MapDefinition map = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 2);
        HostException refusal =
                assertThrows(
                        HostException.class,
                        () -> host.load(xdp("lonely", "r0 = 0\nexit", map), List.of()));
        assertEquals(HostCode.WRONG_MAPS, refusal.diagnostic().code());
    }

    private Diagnostic trapOf(Program program) {
        JvmProgram loaded = host.load(program, List.of());
        return assertThrows(
                        TrapException.class, () -> loaded.test(new TestRun(PACKET, new byte[0], 1)))
                .diagnostic();
    }

    private static Program xdp(String name, String text, MapDefinition... maps) {
        var code = Assembler.assemble(text, HELPERS);
        return new Program(
                name,
                "xdp",
                ProgramType.XDP,
                0,
                code,
                List.of(new Subprogram(name, 0, code.slots(), true, 0)),
                List.of(),
                Arrays.asList(maps),
                "GPL",
                0,
                Optional.empty(),
                0,
                "",
                Map.of());
    }

    private static MapDefinition withSlots(MapDefinition map, MapDefinition.Slot... slots) {
        return new MapDefinition(
                map.name(),
                map.type(),
                map.keySize(),
                map.valueSize(),
                map.maxEntries(),
                map.flags(),
                map.extra(),
                map.types(),
                map.inner(),
                Arrays.asList(slots),
                map.globals(),
                map.pinning());
    }

    private static byte[] packet(int size) {
        byte[] bytes = new byte[size];
        bytes[12] = 8;
        return bytes;
    }
}
