package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MapTypeTest {
    @Test
    void numbersRunFromOneWithoutGaps() {
        for (MapType type : MapType.values()) {
            assertEquals(type.ordinal() + 1, type.id(), type.shortName());
            assertEquals(type, MapType.byId(type.id()).orElseThrow());
            assertEquals(type, MapType.byName(type.shortName()).orElseThrow());
        }
        assertTrue(MapType.byId(0).isEmpty());
        assertTrue(MapType.byId(35).isEmpty());
        assertTrue(MapType.byName("HASH").isEmpty());
    }

    @Test
    void everyTypeIsDocumentedAndHasRules() {
        for (MapType type : MapType.values()) {
            assertTrue(type.description().endsWith("."), type.shortName());
            assertNotNull(type.rules(), type.shortName());
            assertTrue(type.rules().flags().containsAll(type.rules().requiredFlags()));
        }
    }

    @Test
    void unavailableTypesGiveAReason() {
        for (MapType type : MapType.values()) {
            if (type.jvm() instanceof Availability.Unavailable why) {
                assertFalse(why.reason().isBlank(), type.shortName());
            }
        }
        assertTrue(MapType.LPM_TRIE.jvm().available());
        assertFalse(MapType.SOCKMAP.jvm().available());
    }

    @Test
    void prefixKeysHaveFiveTo260Bytes() {
        MapRules.Amount key = MapType.LPM_TRIE.rules().keySize();
        assertFalse(key.contains(4));
        assertTrue(key.contains(5));
        assertTrue(key.contains(260));
        assertFalse(key.contains(261));
        assertEquals(Set.of(MapFlag.NO_PREALLOC), MapType.LPM_TRIE.rules().requiredFlags());
    }

    @Test
    void ringBuffersArePowersOfTwoFromAPageOn() {
        MapRules.Amount size = MapType.RINGBUF.rules().entries();
        assertTrue(size.contains(4096));
        assertTrue(size.contains(1 << 20));
        assertFalse(size.contains(2048));
        assertFalse(size.contains(3 * 4096));
        assertEquals("4096 or more, a power of two", size.toString());
    }

    @Test
    void amountsReadWell() {
        assertEquals("4", MapType.ARRAY.rules().keySize().toString());
        assertEquals("1 or more", MapType.ARRAY.rules().valueSize().toString());
        assertEquals("1 to 32768", MapType.PERCPU_ARRAY.rules().valueSize().toString());
        assertEquals("8 to 1016 in steps of 8", MapType.STACK_TRACE.rules().valueSize().toString());
        assertFalse(MapType.STACK_TRACE.rules().valueSize().contains(12));
    }

    @Test
    void flagsAreBits() {
        assertEquals(1 << 12, MapFlag.INNER_MAP.bit());
        assertEquals("BPF_F_NO_USER_CONV", MapFlag.NO_USER_CONV.kernelName());
        assertEquals(1 << 18, MapFlag.NO_USER_CONV.bit());
        assertEquals(Set.of(MapFlag.NO_PREALLOC, MapFlag.RDONLY), MapFlag.of(9));
    }

    @Test
    void helpersKnowTheMapsTheyTake() {
        assertEquals(Set.of(MapType.PROG_ARRAY), Helpers.byId(12).orElseThrow().mapTypes());
        assertTrue(Helpers.of(MapType.RINGBUF).contains(Helpers.byId(131).orElseThrow()));
        assertFalse(Helpers.of(MapType.RINGBUF).contains(Helpers.byId(1).orElseThrow()));
        for (Helper helper : Helpers.all()) {
            boolean takesMap =
                    helper.arguments().stream().anyMatch(a -> a.kind() == ArgumentKind.MAP);
            assertEquals(takesMap, !helper.mapTypes().isEmpty(), helper.name());
        }
    }
}
