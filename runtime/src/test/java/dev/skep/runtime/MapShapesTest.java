package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.HostException;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifiedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Compiled programs trust the maps that they were verified with, so they get no others.
class MapShapesTest {
    private static final MapDefinition COUNTS = MapDefinition.of("counts", MapType.HASH, 4, 8, 16);

    private final JvmHost host = new JvmHost();

    @Test
    void mapsOfAnotherShapeAreRefusedByWhatDiffers() {
        MapDefinition array = MapDefinition.of("other", MapType.ARRAY, 4, 8, 16);
        assertEquals("its type is ARRAY, not HASH", refusal(COUNTS, array));
        assertEquals(
                "its key_size is 8, not 4",
                refusal(COUNTS, MapDefinition.of("other", MapType.HASH, 8, 8, 16)));
        assertEquals("its value_size is 4, not 8", refusal(COUNTS, COUNTS.withValueSize(4)));
        assertEquals("its max_entries is 17, not 16", refusal(COUNTS, COUNTS.withMaxEntries(17)));
        assertEquals("its map_flags is 1, not 0", refusal(COUNTS, COUNTS.withFlags(1)));
    }

    @Test
    void aMapOfTheSameShapeMayHaveAnotherName() {
        JvmProgram program = load(COUNTS, MapDefinition.of("renamed", MapType.HASH, 4, 8, 16));
        assertTrue(program.compiled().isPresent());
    }

    @Test
    void locksInValuesAreSeen() throws IOException {
        Path file = Path.of("..", "cases", "verify", "spin_locks.bpf.o");
        MapDefinition locked =
                BpfObject.read(Files.readAllBytes(file)).maps().stream()
                        .filter(m -> m.types().isPresent() && m.globals().isEmpty())
                        .findFirst()
                        .orElseThrow();
        MapDefinition bare =
                MapDefinition.of(
                                locked.name(),
                                locked.type(),
                                locked.keySize(),
                                locked.valueSize(),
                                locked.maxEntries())
                        .withFlags(locked.flags());
        String difference = MapShapes.difference(locked, bare).orElseThrow();
        assertTrue(
                difference.startsWith(
                        "its values have no locks or timers, not struct bpf_spin_lock at offset"),
                difference);
        assertEquals(Optional.empty(), MapShapes.difference(locked, locked));
    }

    @Test
    void otherConstantsAreRefused() {
        MapDefinition one = constants((byte) 1);
        MapDefinition two = constants((byte) 2);
        assertEquals("it holds other constants", refusal(one, two));
        assertEquals(Optional.empty(), MapShapes.difference(one, constants((byte) 1)));
    }

    @Test
    void innerMapsCountToo() {
        MapDefinition outer =
                MapDefinition.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(COUNTS);
        MapDefinition other = outer.withInner(COUNTS.withValueSize(16));
        assertEquals("of its inner map: its value_size is 16, not 8", refusal(outer, other));
    }

    @Test
    void theMapsOfAnObjectFitItsPrograms() throws IOException {
        Path file = Path.of("..", "examples", "firewall", "firewall.bpf.o");
        LinkedObject linked = BpfObject.read(Files.readAllBytes(file)).link(LinkOptions.standard());
        Program program = linked.programs().getFirst();
        List<JvmMap> maps = linked.maps().stream().map(host::createMap).toList();
        assertTrue(host.load(Verified.of(program), maps).compiled().isPresent());
    }

    private static MapDefinition constants(byte value) {
        return MapDefinition.of(".rodata", MapType.ARRAY, 4, 4, 1)
                .withFlags(0x80)
                .withGlobals(new Globals(new byte[] {value, 0, 0, 0}, List.of(), true));
    }

    private JvmProgram load(MapDefinition verified, MapDefinition given) {
        Program program =
                Verified.program(ProgramType.XDP, "r1 = map[0] ll\nr0 = 2\nexit\n", verified);
        VerifiedProgram accepted = Verified.of(program);
        return host.load(accepted, List.of(host.createMap(given)));
    }

    /// What the message says behind the names of the maps.
    private String refusal(MapDefinition verified, MapDefinition given) {
        HostException refused = assertThrows(HostException.class, () -> load(verified, given));
        assertEquals(HostCode.WRONG_SHAPE, refused.diagnostic().code());
        String start =
                "map %s was verified, and map %s given in its place: "
                        .formatted(verified.name(), given.name());
        assertTrue(refused.diagnostic().message().startsWith(start), refused.getMessage());
        return refused.diagnostic().message().substring(start.length());
    }
}
