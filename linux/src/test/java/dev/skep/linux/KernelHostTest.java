package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.MapDefinition.Slot;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Maps and programs in the running kernel.
class KernelHostTest extends KernelCase {
    private static final MapDefinition COUNTS = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 2);
    private static final String COUNT =
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

    @Test
    void programsCountInMaps() {
        KernelMap map = host.createMap(COUNTS);
        KernelProgram program = host.load(xdp("count", COUNT, COUNTS), List.of(map));
        assertEquals(2, program.test(run(5)).returnValue());
        assertEquals(5, number(map.lookup(bytes(1)).orElseThrow()));
        assertTrue(program.verdict().accepted());
        assertTrue(program.verdict().processed() > 0);
    }

    @Test
    void elementsComeAndGo() {
        KernelMap map = host.createMap(MapDefinition.of("flows", MapType.HASH, 4, 8, 2));
        assertEquals(Optional.empty(), map.lookup(bytes(7)));
        map.update(bytes(7), bytes(70L), BpfMap.NO_EXIST);
        assertEquals(70, number(map.lookup(bytes(7)).orElseThrow()));
        assertArrayEquals(bytes(7), map.nextKey(null).orElseThrow());
        assertEquals(Optional.empty(), map.nextKey(bytes(7)));
        MapException exists =
                assertThrows(
                        MapException.class, () -> map.update(bytes(7), bytes(1L), BpfMap.NO_EXIST));
        assertEquals(Errno.EEXIST, exists.errno());
        assertTrue(map.delete(bytes(7)));
        assertFalse(map.delete(bytes(7)));
    }

    @Test
    void elementsAreTakenOut() {
        since("5.14", "BPF_MAP_LOOKUP_AND_DELETE_ELEM of hash tables");
        KernelMap map = host.createMap(MapDefinition.of("flows", MapType.HASH, 4, 8, 2));
        map.update(bytes(7), bytes(70L), BpfMap.ANY);
        assertEquals(70, number(map.lookupAndDelete(bytes(7)).orElseThrow()));
        assertEquals(Optional.empty(), map.lookupAndDelete(bytes(7)));
    }

    @Test
    void everyCpuHasItsValue() {
        KernelMap map = host.createMap(MapDefinition.of("cpus", MapType.PERCPU_ARRAY, 4, 4, 1));
        byte[] values = new byte[8 * Machine.possibleCpus()];
        for (int cpu = 0; cpu < Machine.possibleCpus(); cpu++) {
            values[8 * cpu] = (byte) (cpu + 1);
        }
        map.update(bytes(0), values, BpfMap.ANY);
        assertArrayEquals(values, map.lookup(bytes(0)).orElseThrow());
    }

    @Test
    void lengthsAreCheckedBeforeTheKernelTouchesMemory() {
        KernelMap map = host.createMap(COUNTS);
        MapException key = assertThrows(MapException.class, () -> map.lookup(new byte[3]));
        assertEquals(KernelCode.LENGTH, key.diagnostic().code());
        MapException value =
                assertThrows(
                        MapException.class, () -> map.update(bytes(0), new byte[4], BpfMap.ANY));
        assertEquals(Errno.EINVAL, value.errno());
    }

    @Test
    void aRefusedShapeSaysWhich() {
        MapDefinition broken = MapDefinition.of("broken", MapType.ARRAY, 3, 4, 1);
        MapException e = assertThrows(MapException.class, () -> host.createMap(broken));
        assertEquals(Errno.EINVAL, e.errno());
        assertEquals(KernelCode.MAP, e.diagnostic().code());
        assertTrue(e.diagnostic().render().contains("map broken (array)"), e.diagnostic().render());
    }

    @Test
    void closedMapsAreClosed() {
        KernelMap map = host.createMap(COUNTS);
        map.close();
        map.close();
        MapException e = assertThrows(MapException.class, () -> map.lookup(bytes(0)));
        assertEquals(Errno.EBADF, e.errno());
        assertEquals("the map is closed", e.diagnostic().message());
    }

    @Test
    void globalsAreFilledInAndConstantsFrozen() {
        MapDefinition numbers =
                MapDefinition.of(".rodata", MapType.ARRAY, 4, 4, 1)
                        .withFlags(1 << 7)
                        .withGlobals(new Globals(bytes(42), List.of(), true));
        KernelMap map = host.createMap(numbers);
        assertEquals(42, number(map.lookup(bytes(0)).orElseThrow()));
        MapException e =
                assertThrows(MapException.class, () -> map.update(bytes(0), bytes(1), BpfMap.ANY));
        assertEquals(Errno.EPERM, e.errno());
        String text = "r1 = map[0][0]+0\nr0 = *(u32 *)(r1 + 0)\nexit";
        KernelProgram program = host.load(xdp("reads", text, numbers), List.of(map));
        assertEquals(42, program.test(run(1)).returnValue());
    }

    @Test
    void programArraysAreFilledWhicheverComesFirst() {
        MapDefinition jumps =
                MapDefinition.of("jumps", MapType.PROG_ARRAY, 4, 4, 2)
                        .withSlots(List.of(new Slot(0, "target"), new Slot(1, "before")));
        String leaf = "r0 = %d\nexit";
        host.load(xdp("before", leaf.formatted(11)), List.of());
        KernelMap map = host.createMap(jumps);
        host.load(xdp("target", leaf.formatted(10)), List.of());
        for (int index = 0; index < 2; index++) {
            String text =
                    "r2 = map[0] ll\nr3 = %d\ncall bpf_tail_call\nr0 = 0\nexit".formatted(index);
            KernelProgram entry = host.load(xdp("entry", text, jumps), List.of(map));
            assertEquals(10 + index, entry.test(run(1)).returnValue());
        }
    }

    @Test
    void mapsOfMapsAreFilledWhicheverComesFirst() {
        MapDefinition inner = MapDefinition.of("inner", MapType.ARRAY, 4, 4, 1);
        MapDefinition outer =
                MapDefinition.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2)
                        .withInner(inner)
                        .withSlots(List.of(new Slot(0, "early"), new Slot(1, "late")));
        host.createMap(MapDefinition.of("early", MapType.ARRAY, 4, 4, 1));
        KernelMap map = host.createMap(outer);
        assertTrue(map.lookup(bytes(0)).isPresent());
        assertTrue(map.lookup(bytes(1)).isEmpty());
        host.createMap(MapDefinition.of("late", MapType.ARRAY, 4, 4, 1));
        assertTrue(map.lookup(bytes(1)).isPresent());
    }

    @Test
    void closedProgramsAreNotFilledIn() {
        host.load(xdp("target", "r0 = 1\nexit"), List.of()).close();
        KernelMap map =
                host.createMap(
                        MapDefinition.of("jumps", MapType.PROG_ARRAY, 4, 4, 1)
                                .withSlots(List.of(new Slot(0, "target"))));
        assertEquals(Optional.empty(), map.lookup(bytes(0)));
    }

    @Test
    void aRefusedProgramComesWithTheKernelsWordsAndLog() {
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () -> host.load(xdp("bad", "r0 = *(u64 *)(r9 + 0)\nexit"), List.of()));
        assertEquals(Errno.EACCES.number(), e.errno());
        assertEquals(KernelCode.PROGRAM, e.diagnostic().code());
        assertEquals("R9 !read_ok", e.diagnostic().kernelMessage());
        assertTrue(e.log().contains("R9 !read_ok"), e.log());
        assertFalse(e.diagnostic().remedy().isEmpty());
    }

    @Test
    void theProgramsOwnMapsAreDemanded() {
        Program counts = xdp("count", COUNT, COUNTS);
        KernelException none =
                assertThrows(KernelException.class, () -> host.load(counts, List.of()));
        assertEquals(KernelCode.MAPS, none.diagnostic().code());
        KernelMap closed = host.createMap(COUNTS);
        closed.close();
        KernelException gone =
                assertThrows(KernelException.class, () -> host.load(counts, List.of(closed)));
        assertEquals("map counts is closed", gone.diagnostic().message());
    }

    @Test
    void everyTypeOfMapIsCreated() {
        List<MapDefinition> maps =
                List.of(
                        MapDefinition.of("m", MapType.CGROUP_ARRAY, 4, 4, 1),
                        MapDefinition.of("m", MapType.STACK_TRACE, 4, 80, 1),
                        MapDefinition.of("m", MapType.DEVMAP, 4, 4, 1),
                        MapDefinition.of("m", MapType.DEVMAP_HASH, 4, 4, 1),
                        MapDefinition.of("m", MapType.SOCKMAP, 4, 4, 1),
                        MapDefinition.of("m", MapType.SOCKHASH, 4, 4, 1),
                        MapDefinition.of("m", MapType.CPUMAP, 4, 4, 1),
                        MapDefinition.of("m", MapType.XSKMAP, 4, 4, 1),
                        MapDefinition.of("m", MapType.REUSEPORT_SOCKARRAY, 4, 8, 1),
                        MapDefinition.of("m", MapType.CGROUP_STORAGE, 16, 4, 0),
                        MapDefinition.of("m", MapType.PERCPU_CGROUP_STORAGE, 16, 4, 0),
                        MapDefinition.of("m", MapType.QUEUE, 0, 4, 1),
                        MapDefinition.of("m", MapType.STACK, 0, 4, 1),
                        MapDefinition.of("m", MapType.BLOOM_FILTER, 0, 4, 1),
                        MapDefinition.of("m", MapType.LPM_TRIE, 8, 4, 1).withFlags(1),
                        MapDefinition.of("m", MapType.USER_RINGBUF, 0, 0, 4096),
                        MapDefinition.of("m", MapType.ARENA, 0, 0, 1)
                                .withFlags(1 << 10)
                                .withExtra(1L << 44));
        int there = 0;
        for (MapDefinition map : maps) {
            if (map.type().since().compareTo(here()) <= 0) {
                host.createMap(map).close();
                there++;
            }
        }
        assertTrue(there > 10, "Linux 5.10 has 13 of them");
    }

    @Test
    void programsOfAllKindsAreLoaded() {
        for (ProgramType type : List.of(ProgramType.SOCKET_FILTER, ProgramType.KPROBE)) {
            host.load(program(type, "any", "r0 = 0\nexit"), List.of()).close();
        }
    }
}
