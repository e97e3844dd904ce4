package dev.skep.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.host.MapException;
import dev.skep.memory.OffHeap;
import dev.skep.memory.Scratch;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What programs see of maps, beyond what the contract says of user space.
class ProgramSideTest {
    private final JvmMaps maps = new JvmMaps(MapOptions.defaults().withCpus(2));

    private JvmMap map(MapType type, int key, int value, int entries) {
        return maps.create(MapDefinition.of("map", type, key, value, entries));
    }

    @Test
    void everyByteOfAValueBelongsToIt() {
        for (MapType type : new MapType[] {MapType.ARRAY, MapType.HASH, MapType.PERCPU_HASH}) {
            JvmMap map = map(type, 4, 12, 3);
            try (Scratch scratch = new Scratch(24)) {
                map.update(scratch.address(), scratch.address() + 8, BpfMap.ANY, 1);
                long value = map.lookup(scratch.address(), 1);
                assertEquals(value, map.valueAt(value), type.name());
                assertEquals(value, map.valueAt(value + map.valueExtent() - 1), type.name());
                assertEquals(0, map.valueAt(scratch.address()), type.name());
            }
        }
    }

    @Test
    void aReplacedHashValueStaysInItsMap() {
        JvmMap map = map(MapType.HASH, 4, 8, 1);
        try (Scratch scratch = new Scratch(16)) {
            map.update(scratch.address(), scratch.address() + 8, BpfMap.ANY, 0);
            long old = map.lookup(scratch.address(), 0);
            map.update(scratch.address(), scratch.address() + 8, BpfMap.ANY, 0);
            assertNotEquals(old, map.lookup(scratch.address(), 0));
            assertEquals(old, map.valueAt(old));
        }
    }

    @Test
    void aProgramsUpdateOfAPerCpuElementLeavesOtherCpusZero() {
        JvmMap map = map(MapType.PERCPU_HASH, 4, 8, 1);
        try (Scratch scratch = new Scratch(16)) {
            OffHeap.putLong(scratch.address() + 8, 7);
            map.update(scratch.address(), scratch.address() + 8, BpfMap.ANY, 1);
            assertEquals(0, OffHeap.getLong(map.lookup(scratch.address(), 0)));
            assertEquals(7, OffHeap.getLong(map.lookup(scratch.address(), 1)));
            assertEquals(0, map.lookup(scratch.address(), 2));
        }
    }

    @Test
    void aMapOfMapsLeadsToTheHandleOfTheInnerMap() {
        JvmMap inner = map(MapType.HASH, 4, 8, 5);
        MapDefinition shape = MapDefinition.of("o", MapType.ARRAY_OF_MAPS, 4, 4, 2);
        ArrayOfMaps outer = (ArrayOfMaps) maps.create(shape.withInner(inner.definition()));
        outer.set(1, inner);
        try (Scratch key = new Scratch(4)) {
            assertEquals(0, outer.lookup(key.address(), 0));
            OffHeap.putInt(key.address(), 1);
            assertEquals(inner.handle(), outer.lookup(key.address(), 0));
        }
        assertSame(inner, maps.registry().mapOf(inner.handle()).orElseThrow());
        JvmMap other = map(MapType.HASH, 4, 16, 5);
        assertEquals(
                Errno.EINVAL, assertThrows(MapException.class, () -> outer.set(0, other)).errno());
    }

    @Test
    void aRingBufferWaitsForUnfinishedRecordsAndSkipsDiscardedOnes() {
        RingBufferMap ring = (RingBufferMap) map(MapType.RINGBUF, 0, 0, 4096);
        EventStream events = ring.events();
        long first = ring.reserve(3, 0);
        long second = ring.reserve(8, 0);
        long third = ring.reserve(1, 0);
        assertEquals(16 + 16 + 16, ring.query(0));
        RingBufferMap.submit(third, 0);
        RingBufferMap.discard(second);
        assertEquals(Optional.empty(), events.poll());
        assertEquals(first, ring.valueAt(first + 2));
        assertEquals(0, ring.valueAt(first + 3));
        assertEquals(0, ring.valueAt(second));
        assertEquals(3, ring.recordSize(first));
        RingBufferMap.submit(first, 0);
        assertEquals(3, events.poll().orElseThrow().data().length);
        assertEquals(1, events.poll().orElseThrow().data().length);
        assertEquals(ring.query(2), ring.query(3));
        assertEquals(4096, ring.query(1));
    }

    @Test
    void aFullRingBufferRefusesAndCounts() {
        RingBufferMap ring = (RingBufferMap) map(MapType.RINGBUF, 0, 0, 4096);
        assertEquals(0, ring.reserve(4096 - 8, 0));
        assertNotEquals(0, ring.reserve(4096 - 16, 0));
        assertEquals(0, ring.reserve(1, 0));
        assertEquals(0, ring.reserve(-1, 0));
        assertEquals(3, ring.events().lost());
    }

    @Test
    void perfEventsFlowOnceSomebodyListens() {
        PerfEventArrayMap perf = (PerfEventArrayMap) map(MapType.PERF_EVENT_ARRAY, 4, 4, 2);
        try (Scratch data = new Scratch(8)) {
            OffHeap.putLong(data.address(), 5);
            long at = data.address();
            assertEquals(Errno.ENOENT.result(), perf.output(0xffff_ffffL, 1, at, 8, at, 0));
            EventStream events = perf.events();
            assertEquals(0, perf.output(0xffff_ffffL, 1, at, 8, at, 1));
            assertEquals(Errno.E2BIG.result(), perf.output(2, 1, at, 8, at, 0));
            assertEquals(Errno.EOPNOTSUPP.result(), perf.output(0, 1, at, 8, at, 0));
            EventStream.Event event = events.poll().orElseThrow();
            assertEquals(1, event.cpu());
            assertEquals(9, event.data().length);
        }
    }

    @Test
    void constantMapsMayNotBeWrittenByPrograms() {
        MapDefinition array = MapDefinition.of("ro", MapType.ARRAY, 4, 8, 1);
        assertTrue(maps.create(array).programsMayWrite());
        assertFalse(maps.create(array.withFlags(MapFlags.RDONLY_PROG)).programsMayWrite());
        assertFalse(maps.create(array.withFlags(MapFlags.WRONLY_PROG)).programsMayRead());
        assertFalse(map(MapType.DEVMAP, 4, 4, 1).programsMayWrite());
    }

    @Test
    void monstrousMapsAreRefused() {
        JvmMaps limited = new JvmMaps(MapOptions.defaults().withMemoryLimit(1 << 30));
        for (MapType type : new MapType[] {MapType.HASH, MapType.ARRAY, MapType.PROG_ARRAY}) {
            MapDefinition monster = MapDefinition.of("monster", type, 4, 4, 0x7fff_ffff);
            MapException refusal = assertThrows(MapException.class, () -> limited.create(monster));
            assertEquals(Errno.ENOMEM, refusal.errno(), type.name());
            assertEquals(MapCode.MEMORY, refusal.diagnostic().code());
        }
    }

    @Test
    void aClosedMapServesProgramsButNoLongerUserSpace() {
        JvmMap map = map(MapType.ARRAY, 4, 8, 1);
        map.close();
        assertEquals(
                Errno.EBADF,
                assertThrows(MapException.class, () -> map.lookup(new byte[4])).errno());
        try (Scratch key = new Scratch(4)) {
            assertNotEquals(0, map.lookup(key.address(), 0));
        }
    }
}
