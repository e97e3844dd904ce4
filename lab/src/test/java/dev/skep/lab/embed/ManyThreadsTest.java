package dev.skep.lab.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.host.EventStream;
import dev.skep.map.JvmMap;
import dev.skep.packet.PacketBatch;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// One compiled program on several threads at once, with one set of maps: nothing is lost, nothing
/// is counted twice.
class ManyThreadsTest {
    private static final int THREADS = Loaded.CPUS;
    private static final int ROUNDS = 100;
    private static final int BATCH = 64;
    private static final int PACKETS = ROUNDS * BATCH;
    private static final int FLOWS = 97;

    private static final String COUNT =
            """
            r6 = *(u32 *)(r1 + 0)
            r7 = *(u32 *)(r1 + 4)
            r2 = r6
            r2 += 8
            if r2 > r7 goto fail
            r8 = *(u32 *)(r6 + 0)
            r9 = *(u32 *)(r6 + 4)

            *(u32 *)(r10 - 4) = 0
            r1 = map[0] ll
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto fail
            r1 = 1
            lock *(u64 *)(r0 + 0) += r1

            r1 = map[1] ll
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto fail
            r1 = *(u64 *)(r0 + 0)
            r1 += 1
            *(u64 *)(r0 + 0) = r1

            *(u32 *)(r10 - 4) = r8
            r1 = map[2] ll
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 != 0 goto known
            *(u64 *)(r10 - 16) = 0
            r1 = map[2] ll
            r2 = r10
            r2 += -4
            r3 = r10
            r3 += -16
            r4 = 1
            call bpf_map_update_elem
            r1 = map[2] ll
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto fail
            known:
            r1 = 1
            lock *(u64 *)(r0 + 0) += r1

            *(u32 *)(r10 - 4) = r9
            *(u64 *)(r10 - 16) = r8
            r1 = map[3] ll
            r2 = r10
            r2 += -4
            r3 = r10
            r3 += -16
            r4 = 1
            call bpf_map_update_elem

            *(u64 *)(r10 - 16) = r9
            r1 = map[4] ll
            r2 = r10
            r2 += -16
            r3 = 8
            r4 = 0
            call bpf_ringbuf_output
            r0 = 2
            exit
            fail:
            r0 = 1
            exit
            """;

    private final MapDefinition[] definitions = {
        MapDefinition.of("total", MapType.ARRAY, 4, 8, 1),
        MapDefinition.of("per_cpu", MapType.PERCPU_ARRAY, 4, 8, 1),
        MapDefinition.of("flows", MapType.HASH, 4, 8, 1024),
        MapDefinition.of("packets", MapType.HASH, 4, 8, THREADS * PACKETS),
        MapDefinition.of("events", MapType.RINGBUF, 0, 0, 1 << 20)
    };

    private final Loaded loaded = Loaded.of(ProgramType.XDP, COUNT, definitions);

    @Test
    void totalsAreExact() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int cpu = thread;
                runs.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    run(cpu);
                                    return null;
                                }));
            }
            start.countDown();
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertEquals((long) THREADS * PACKETS, number(value("total", 0), 0));
        byte[] perCpu = value("per_cpu", 0);
        for (int cpu = 0; cpu < THREADS; cpu++) {
            assertEquals(PACKETS, number(perCpu, 8 * cpu), "CPU " + cpu);
        }
        for (int flow = 0; flow < FLOWS; flow++) {
            assertEquals(THREADS * packetsOf(flow), number(value("flows", flow), 0));
        }
        for (int id = 0; id < THREADS * PACKETS; id++) {
            assertEquals(id % PACKETS % FLOWS, number(value("packets", id), 0), "packet " + id);
        }
        everyEventArrivesOnce();
    }

    private void everyEventArrivesOnce() {
        Set<Integer> seen = new HashSet<>();
        EventStream events = loaded.map("events").events();
        assertEquals(0, events.lost());
        for (var event = events.poll(); event.isPresent(); event = events.poll()) {
            seen.add((int) number(Arrays.copyOf(event.get().data(), 8), 0));
        }
        assertEquals(THREADS * PACKETS, seen.size());
    }

    /// A thread's packets: their flow, and a number that no other has.
    private void run(int cpu) {
        PacketBatch batch = PacketBatch.of(BATCH, 64).onCpu(cpu);
        ByteBuffer packet = ByteBuffer.allocate(60).order(ByteOrder.nativeOrder());
        for (int i = 0; i < PACKETS; ) {
            batch.clear();
            for (; batch.size() < BATCH; i++) {
                packet.putInt(0, i % FLOWS).putInt(4, cpu * PACKETS + i);
                batch.add(packet);
            }
            loaded.program().run(batch);
            assertEquals(BATCH, batch.count(2));
        }
    }

    private static long packetsOf(int flow) {
        return (PACKETS - 1 - flow) / FLOWS + 1;
    }

    private byte[] value(String name, int key) {
        JvmMap map = loaded.map(name);
        return map.lookup(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(key).array())
                .orElseThrow();
    }

    private static long number(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(offset);
    }
}
