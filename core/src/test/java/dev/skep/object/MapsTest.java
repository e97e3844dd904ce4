package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapsTest {
    @ParameterizedTest
    @ValueSource(strings = {"maps.bpf.o", "maps.clang14.o"})
    void btfMapsAreReadInFull(String name) {
        BpfObject object = Fixture.object(name);
        assertEquals(
                List.of(
                        "bloom BLOOM_FILTER 0 4 100 0 3 NONE",
                        "counters PERCPU_ARRAY 4 8 1 0 0 NONE",
                        "dynamic HASH_OF_MAPS 4 4 10 0 0 NONE",
                        "events RINGBUF 0 0 4096 0 0 NONE",
                        "flows HASH 8 16 1024 1 0 BY_NAME",
                        "inner_a ARRAY 4 8 8 0 0 NONE",
                        "inner_b ARRAY 4 8 8 0 0 NONE",
                        "jumps PROG_ARRAY 4 4 8 0 0 NONE",
                        "outer ARRAY_OF_MAPS 4 4 4 0 0 NONE",
                        "plain ARRAY 4 24 16 0 0 NONE"),
                object.maps().stream().map(MapsTest::text).sorted().toList());
    }

    private static String text(MapDefinition map) {
        return "%s %s %d %d %d %d %d %s"
                .formatted(
                        map.name(),
                        map.type(),
                        map.keySize(),
                        map.valueSize(),
                        map.maxEntries(),
                        map.flags(),
                        map.extra(),
                        map.pinning());
    }

    @Test
    void keysAndValuesHaveTypes() {
        MapDefinition.Types types =
                Fixture.map(Fixture.object("maps.bpf.o"), "flows").types().orElseThrow();
        assertEquals("key", types.btf().name(types.keyTypeId()));
        assertEquals("flow", types.btf().name(types.valueTypeId()));
        assertTrue(Fixture.map(Fixture.object("maps.bpf.o"), "plain").types().isEmpty());
    }

    @Test
    void mapsOfMapsKnowTheirInnerMapAndFirstElements() {
        BpfObject object = Fixture.object("maps.bpf.o");
        MapDefinition outer = Fixture.map(object, "outer");
        assertEquals("outer.inner ARRAY 4 8 8 0 0 NONE", text(outer.inner().orElseThrow()));
        assertEquals(
                List.of(new MapDefinition.Slot(0, "inner_a"), new MapDefinition.Slot(3, "inner_b")),
                outer.slots());
        MapDefinition dynamic = Fixture.map(object, "dynamic");
        assertEquals("dynamic.inner HASH 4 4 2 0 0 NONE", text(dynamic.inner().orElseThrow()));
    }

    @Test
    void programArraysKnowTheirPrograms() {
        assertEquals(
                List.of(new MapDefinition.Slot(1, "target"), new MapDefinition.Slot(5, "other")),
                Fixture.map(Fixture.object("maps.bpf.o"), "jumps").slots());
    }

    @Test
    void legacyMapsAreReadWithTheirAnnotatedTypes() {
        BpfObject object = Fixture.object("legacy.bpf.o");
        assertEquals(
                List.of(
                        "perf_map PERF_EVENT_ARRAY 4 4 0 0 0 NONE",
                        "tail_map PROG_ARRAY 4 4 65 0 0 NONE",
                        "start HASH 4 8 10240 0 0 NONE"),
                object.maps().stream().map(MapsTest::text).toList());
        assertTrue(Fixture.map(object, "start").types().isPresent());
    }

    @Test
    void iprouteMapsCarryIdsAndPinning() {
        BpfObject object = Fixture.object("iproute.bpf.o");
        MapDefinition calls = Fixture.map(object, "calls");
        assertEquals(MapDefinition.Pinning.BY_NAME, calls.pinning());
        assertEquals(
                List.of(
                        new MapDefinition.Slot(0, "handle_ipv4"),
                        new MapDefinition.Slot(1, "handle_ipv6")),
                calls.slots());
        MapDefinition outer = Fixture.map(object, "outer");
        assertEquals(List.of(new MapDefinition.Slot(3, "inner")), outer.slots());
        assertEquals(MapType.ARRAY, outer.inner().orElseThrow().type());
    }
}
