package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ContextLayoutTest {
    private final ContextLayout xdp = ProgramType.XDP.context().orElseThrow();
    private final ContextLayout tc = ProgramType.SCHED_CLS.context().orElseThrow();
    private final ContextLayout socket = ProgramType.SOCKET_FILTER.context().orElseThrow();

    @Test
    void pointersHaveSlotsBehindTheStructure() {
        assertEquals(24, xdp.size());
        assertEquals(48, xdp.blockSize());
        assertEquals(24, xdp.slotOffset(xdp.field("data").orElseThrow()));
        assertEquals(32, xdp.slotOffset(xdp.field("data_end").orElseThrow()));
        assertEquals(40, xdp.slotOffset(xdp.field("data_meta").orElseThrow()));
    }

    @Test
    void socketFiltersDoNotSeePacketPointers() {
        assertTrue(tc.field("data").orElseThrow().readable());
        assertFalse(socket.field("data").orElseThrow().readable());
    }

    @Test
    void scratchSpaceTakesAnyAlignedAccess() {
        ContextField cb = socket.field("cb").orElseThrow();
        assertTrue(cb.allowsWrite(48, 8));
        assertTrue(cb.allowsWrite(49, 1));
        assertTrue(cb.allowsRead(64, 4));
        assertFalse(cb.allowsWrite(64, 8));
        assertFalse(cb.allowsWrite(50, 4));
    }

    @Test
    void theMarkIsWrittenWholeOnly() {
        ContextField mark = tc.fieldAt(10).orElseThrow();
        assertEquals("mark", mark.name());
        assertTrue(mark.allowsWrite(8, 4));
        assertFalse(mark.allowsWrite(8, 2));
        assertTrue(mark.allowsRead(10, 2));
    }
}
