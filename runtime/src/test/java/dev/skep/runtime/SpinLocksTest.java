package dev.skep.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What programs do under a spin lock in a map value is not lost, whichever engines run them at the
/// same time.
class SpinLocksTest {
    private static final String NAME = "lock_and_unlock";
    private static final int COUNT_OFFSET = 4;
    private static final int RUNS = 20_000;

    private final JvmHost host = new JvmHost();
    private final Program program = program();
    private final List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();

    SpinLocksTest() throws IOException {}

    @Test
    void twoThreadsOfCompiledCodeCountExactly() throws Exception {
        count(compiled(), compiled());
    }

    @Test
    void twoThreadsOfTheInterpreterCountExactly() throws Exception {
        count(interpreted(), interpreted());
    }

    @Test
    void bothEnginesAtTheSameTimeCountExactly() throws Exception {
        JvmProgram compiled = compiled();
        JvmProgram interpreted = interpreted();
        count(compiled, interpreted, compiled, interpreted);
    }

    private JvmProgram compiled() {
        JvmProgram loaded = host.load(Verified.of(program), maps);
        assertTrue(loaded.compiled().isPresent(), () -> loaded.notCompiled().toString());
        return loaded;
    }

    private JvmProgram interpreted() {
        return host.load(program, maps);
    }

    /// A thread for each program.
    private void count(JvmProgram... programs) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(programs.length);
        try (ExecutorService threads = Executors.newFixedThreadPool(programs.length)) {
            List<Future<Void>> done = new ArrayList<>();
            for (JvmProgram one : programs) {
                Callable<Void> work =
                        () -> {
                            start.await();
                            one.test(new TestRun(new byte[60], new byte[0], RUNS));
                            return null;
                        };
                done.add(threads.submit(work));
            }
            for (Future<Void> one : done) {
                one.get();
            }
        }
        assertEquals(programs.length * RUNS, counted());
    }

    private int counted() {
        JvmMap guards =
                maps.stream()
                        .filter(m -> m.definition().name().equals("guards"))
                        .findFirst()
                        .orElseThrow();
        byte[] value = guards.lookup(new byte[4]).orElseThrow();
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt(COUNT_OFFSET);
    }

    private static Program program() throws IOException {
        byte[] object = Files.readAllBytes(Path.of("../cases/verify/spin_locks.bpf.o"));
        return BpfObject.read(object)
                .link(LinkOptions.standard().withPrograms(Set.of(NAME)))
                .program(NAME);
    }
}
