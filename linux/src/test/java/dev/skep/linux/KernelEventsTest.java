package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Errno;
import dev.skep.host.EventStream;
import dev.skep.host.EventStream.Event;
import dev.skep.host.MapException;
import dev.skep.linux.sys.Sandbox;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What programs in the kernel send to user space.
class KernelEventsTest extends KernelCase {
    private static final MapDefinition RING = MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 4096);
    private static final MapDefinition PERF =
            MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, Machine.possibleCpus());

    @Test
    void recordsOfARingBufferArriveInOrder() {
        KernelMap ring = host.createMap(RING);
        KernelProgram program = host.load(xdp("send", ringOutput(12), RING), List.of(ring));
        EventStream events = ring.events();
        assertEquals(Optional.empty(), events.poll());
        program.test(run(3));
        for (int i = 0; i < 3; i++) {
            byte[] data = events.poll().orElseThrow().data();
            assertEquals(12, data.length);
            assertEquals(42, data[0]);
        }
        assertEquals(Optional.empty(), events.poll());
    }

    @Test
    void aRingBufferGoesRound() {
        KernelMap ring = host.createMap(RING);
        KernelProgram program = host.load(xdp("send", ringOutput(100), RING), List.of(ring));
        EventStream events = ring.events();
        for (int i = 0; i < 200; i++) {
            assertEquals(0, program.test(run(1)).returnValue());
            assertEquals(100, events.poll().orElseThrow().data().length);
        }
    }

    @Test
    void aFullRingBufferTellsTheProgram() {
        KernelMap ring = host.createMap(RING);
        KernelProgram program = host.load(xdp("send", ringOutput(512), RING), List.of(ring));
        assertEquals(Errno.EAGAIN.result(), program.test(run(100)).returnValue());
        EventStream events = ring.events();
        int count = 0;
        while (events.poll().isPresent()) {
            count++;
        }
        assertEquals(7, count);
        assertEquals(0, program.test(run(1)).returnValue());
    }

    @Test
    void recordsOfAPerfEventArrayArriveWithTheirCpu() {
        KernelMap perf = host.createMap(PERF);
        KernelProgram program = host.load(xdp("send", perfOutput(12), PERF), List.of(perf));
        EventStream events = perf.events();
        assertEquals(0, program.test(run(2)).returnValue());
        for (int i = 0; i < 2; i++) {
            Event event = events.poll().orElseThrow();
            assertTrue(event.cpu() < Machine.possibleCpus());
            byte[] sent = new byte[12];
            sent[0] = 42;
            assertArrayEquals(sent, Arrays.copyOf(event.data(), 12));
        }
        assertEquals(Optional.empty(), events.poll());
        assertEquals(0, events.lost());
    }

    @Test
    void lostRecordsAreCounted() throws Exception {
        KernelMap perf = host.createMap(PERF);
        KernelProgram program = host.load(xdp("send", perfOutput(504), PERF), List.of(perf));
        EventStream events = perf.events();
        int sent = 4_000;
        Sandbox.onOneCpu(
                _ -> {
                    program.test(run(sent));
                    long received = drain(events);
                    assertTrue(received < sent, "the buffer has room for all");
                    // The kernel tells of losses with the next record that finds room.
                    program.test(run(1));
                    received += drain(events);
                    assertEquals(sent + 1, received + events.lost());
                });
    }

    private static long drain(EventStream events) {
        long count = 0;
        while (events.poll().isPresent()) {
            count++;
        }
        return count;
    }

    @Test
    void otherMapsHaveNoEvents() {
        KernelMap map = host.createMap(MapDefinition.of("plain", MapType.ARRAY, 4, 4, 1));
        MapException e = assertThrows(MapException.class, map::events);
        assertEquals(Errno.EINVAL, e.errno());
    }

    @Test
    void streamsEndWithTheirMap() {
        for (MapDefinition definition : List.of(RING, PERF)) {
            KernelMap map = host.createMap(definition);
            EventStream events = map.events();
            map.close();
            MapException e = assertThrows(MapException.class, events::poll);
            assertEquals(Errno.EBADF, e.errno());
            assertThrows(MapException.class, map::events);
        }
    }

    private static String ringOutput(int size) {
        return record(size)
                + """
                r1 = map[0] ll
                r2 = r10
                r2 += -512
                r3 = %d
                r4 = 0
                call bpf_ringbuf_output
                exit
                """
                        .formatted(size);
    }

    private static String perfOutput(int size) {
        return record(size)
                + """
                r1 = r6
                r2 = map[0] ll
                r3 = 0xffffffff ll
                r4 = r10
                r4 += -512
                r5 = %d
                call bpf_perf_event_output
                exit
                """
                        .formatted(size);
    }

    /// A record of `size` bytes at the end of the stack, the first of which is 42.
    private static String record(int size) {
        StringBuilder text = new StringBuilder("r6 = r1\nr1 = 0\n");
        for (int at = -512; at < -512 + size; at += 8) {
            text.append("*(u64 *)(r10 - %d) = r1\n".formatted(-at));
        }
        return text.append("*(u8 *)(r10 - 512) = 42\n").toString();
    }
}
