package dev.skep.spec;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.asm.Tool;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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

    @Test
    void addressesShowToTheFamilyThatTheProgramExpects() {
        ContextLayout four =
                ContextLayout.of(ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT)
                        .orElseThrow();
        assertTrue(four.field("user_ip4").orElseThrow().writable());
        assertFalse(four.field("user_ip6").orElseThrow().readable());
        assertFalse(four.field("msg_src_ip4").orElseThrow().readable());
        ContextLayout any = ProgramType.CGROUP_SOCK_ADDR.context().orElseThrow();
        assertTrue(any.field("user_ip6").orElseThrow().readable());
        assertEquals(any.blockSize(), four.blockSize());
    }

    @Test
    void packetsAreHiddenFromUnprivilegedPrograms() {
        ContextLayout layout = ContextLayout.unprivileged(ProgramType.CGROUP_SKB).orElseThrow();
        assertFalse(layout.field("data").orElseThrow().readable());
        assertTrue(layout.field("tstamp").orElseThrow().readable());
        assertFalse(layout.field("tstamp").orElseThrow().writable());
        assertTrue(ContextLayout.unprivileged(ProgramType.XDP).isEmpty());
    }

    @Test
    void offsetsAreThoseOfTheKernelsHeader() throws Exception {
        Map<String, Integer> header =
                Tool.resource(ContextLayoutTest.class, "offsets.txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" "))
                        .collect(toMap(cells -> cells[0], cells -> Integer.parseInt(cells[1])));
        Set<String> seen = new HashSet<>();
        for (ProgramType type : ProgramType.values()) {
            ContextLayout layout = type.context().orElse(null);
            if (layout == null || !header.containsKey(layout.structName())) {
                continue;
            }
            if (!layout.structName().equals("bpf_sock_ops")) {
                assertEquals(header.get(layout.structName()), layout.size(), layout.structName());
            }
            seen.add(layout.structName());
            for (ContextField field : layout.fields()) {
                String name = layout.structName() + "." + field.name();
                // Younger than the header that the offsets are from.
                if (!name.equals("bpf_sock_ops.skb_hwtstamp")) {
                    assertEquals(header.get(name), field.offset(), name);
                    seen.add(name);
                }
            }
        }
        assertEquals(header.keySet(), seen);
    }
}
