package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.asm.Assembler;
import dev.skep.host.EventStream;
import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.map.MapOptions;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Origin;
import dev.skep.packet.XdpFrame;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Environment;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperLibrary.Binding;
import dev.skep.vm.Interpreter;
import dev.skep.vm.RunOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Records for user space, and tail calls to nowhere.
class EventsTest {
    private final JvmMaps factory = new JvmMaps(MapOptions.defaults().withCpus(2));
    private final JvmMap ring =
            factory.create(MapDefinition.of("ring", MapType.RINGBUF, 0, 0, 4096));
    private final JvmMap perf =
            factory.create(MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, 2));
    private final JvmMap programs =
            factory.create(MapDefinition.of("programs", MapType.PROG_ARRAY, 4, 4, 2));
    private final Execution run =
            new Interpreter(
                            Program.of("test", ProgramType.XDP, Assembler.assemble("exit")),
                            List.of(ring, perf, programs),
                            new HostHelpers(),
                            _ -> Optional.empty(),
                            RunOptions.defaults())
                    .execution(Environment.repeatable(1));

    private long call(String name, long... arguments) {
        long[] r = Arrays.copyOf(arguments, 5);
        int id = Helpers.byName(name).orElseThrow().id();
        return switch (new HostHelpers().find(id)) {
            case Binding.Available(var function) ->
                    function.call(run, r[0], r[1], r[2], r[3], r[4]);
            case Binding.OnMap(int map, var function) -> {
                long[] others = new long[4];
                System.arraycopy(r, 0, others, 0, map);
                System.arraycopy(r, map + 1, others, map, others.length - map);
                yield function.call(
                        run, run.mapOf(r[map]), others[0], others[1], others[2], others[3]);
            }
            case Binding.Unavailable(String reason) -> throw new AssertionError(reason);
        };
    }

    @Test
    void submittedRecordsArriveAndDiscardedOnesDoNot() {
        long kept = call("ringbuf_reserve", ring.handle(), 8, 0);
        long dropped = call("ringbuf_reserve", ring.handle(), 8, 0);
        assertNotEquals(0, kept);
        OffHeap.putLong(kept, 0x0102);
        call("ringbuf_discard", dropped, 0);
        call("ringbuf_submit", kept, 0);
        EventStream events = ring.events();
        assertArrayEquals(new byte[] {2, 1, 0, 0, 0, 0, 0, 0}, events.poll().orElseThrow().data());
        assertEquals(Optional.empty(), events.poll());
    }

    @Test
    void aRecordIsGivenBackOnce() {
        long record = call("ringbuf_reserve", ring.handle(), 8, 0);
        call("ringbuf_submit", record, 0);
        assertThrows(RuntimeException.class, () -> call("ringbuf_submit", record, 0));
        assertEquals(Optional.empty(), run.memory().find(record, 1));
    }

    @Test
    void perfRecordsTakePacketBytesAlong() {
        XdpFrame frame = new XdpFrame(run);
        frame.load(DirectRun.PACKET, Origin.LOOPBACK);
        long data = frame.packet().data();
        assertEquals(-2, call("perf_event_output", 0, perf.handle(), 0, data, 4));
        EventStream events = perf.events();
        long flags = 6L << 32 | 0xffff_ffffL;
        assertEquals(0, call("perf_event_output", 0, perf.handle(), flags, data + 6, 4));
        assertArrayEquals(
                new byte[] {2, 0, 0, 0, 2, 0, 0, 0, 0, 1},
                Arrays.copyOf(events.poll().orElseThrow().data(), 10));
        long tooMany = (DirectRun.PACKET.length + 1L) << 32;
        assertEquals(-14, call("perf_event_output", 0, perf.handle(), tooMany, data, 4));
        assertEquals(-22, call("perf_event_output", 0, perf.handle(), 1L << 52, data, 4));
        assertEquals(-7, call("perf_event_output", 0, perf.handle(), 2, data, 4));
    }

    @Test
    void aTailCallToNowhereComesBack() {
        assertEquals(-2, call("tail_call", 0, programs.handle(), 0));
        assertEquals(-2, call("tail_call", 0, programs.handle(), 7));
        assertThrows(RuntimeException.class, () -> call("tail_call", 0, ring.handle(), 0));
    }
}
