package dev.skep.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Callbacks of `bpf_for_each_map_elem` and `bpf_loop` on many threads, over a table that changes
/// meanwhile: `crowd.bpf.o`. Each call is counted once, as the helpers say.
class CallbackThreadsTest {
    private static final int THREADS = 3;
    private static final int RUNS = 300;
    private static final int ROUNDS = 100;
    private static final int KEYS = 64;

    @Test
    void compiledCallbacksCountExactly() throws Exception {
        try (JvmHost host = new JvmHost()) {
            JvmObject object = host.load(object());
            assertTrue(object.program("walk").compiled().isPresent());
            count(object.program("walk"), object.map("crowd"), object.map("result"));
        }
    }

    @Test
    void interpretedCallbacksCountExactly() throws Exception {
        try (JvmHost host = new JvmHost()) {
            LinkedObject linked = object().link(LinkOptions.standard());
            List<JvmMap> maps = linked.maps().stream().map(host::createMap).toList();
            LoadedProgram walk = host.load(linked.program("walk"), maps);
            count(walk, named(maps, "crowd"), named(maps, "result"));
        }
    }

    @Test
    void theKernelsCallbacksCountExactly() throws Exception {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (KernelHost host = KernelHost.open()) {
            KernelObject object =
                    host.load(object().link(LinkOptions.standard()), LoadOptions.standard());
            count(object.program("walk"), object.map("crowd"), object.map("result"));
        }
    }

    private static JvmMap named(List<JvmMap> maps, String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void count(LoadedProgram walk, BpfMap crowd, BpfMap result) throws Exception {
        AtomicInteger running = new AtomicInteger(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                done.add(threads.submit(() -> walk(walk, running)));
            }
            done.add(threads.submit(() -> change(crowd, running)));
            for (Future<?> one : done) {
                one.get();
            }
        }
        ByteBuffer sums =
                ByteBuffer.wrap(result.lookup(key(0)).orElseThrow()).order(ByteOrder.nativeOrder());
        assertEquals(sums.getLong(8), sums.getLong(0), "calls over elements");
        assertEquals((long) THREADS * RUNS * ROUNDS, sums.getLong(16), "rounds");
        assertEquals(0, sums.getLong(24), "keys that never were in the table");
    }

    private static void walk(LoadedProgram walk, AtomicInteger running) {
        try {
            for (int i = 0; i < RUNS; i++) {
                assertEquals(0, walk.test(TestRun.over(new byte[64])).returnValue());
            }
        } finally {
            running.decrementAndGet();
        }
    }

    private static void change(BpfMap crowd, AtomicInteger running) {
        for (int i = 0; running.get() > 0; i++) {
            crowd.update(key(i % KEYS), new byte[8], BpfMap.ANY);
            crowd.delete(key(i * 7 % KEYS));
        }
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array();
    }

    private static BpfObject object() throws IOException {
        try (InputStream in = CallbackThreadsTest.class.getResourceAsStream("crowd.bpf.o")) {
            return BpfObject.read(in.readAllBytes());
        }
    }
}
