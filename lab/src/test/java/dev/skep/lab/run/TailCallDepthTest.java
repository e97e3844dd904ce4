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
import dev.skep.map.ProgramArrayMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmObject;
import dev.skep.runtime.JvmProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tail calls out of functions, two calls deep, as many in a row as there may be: whoever runs
/// `hops.bpf.o`, callers wait for the results, and find in their frames what they left there.
class TailCallDepthTest {
    /// 33 tail calls, and the first run.
    private static final long HOPS = 34;

    /// The last hop gives 100; each program adds what it finds in its frames, 1 + 5 + 1.
    private static final int RESULT = 100 + 7 * (int) HOPS;

    private static final TestRun RUN = TestRun.over(new byte[64]);
    private static final byte[] FIRST = new byte[4];

    @Test
    void compiledProgramsHopAsOftenAsTheyMay() throws IOException {
        try (JvmHost host = new JvmHost()) {
            JvmObject object = host.load(object());
            JvmProgram start = object.program("start");
            assertTrue(start.compiled().isPresent());
            ((ProgramArrayMap) object.map("programs")).set(0, start);
            assertHops(start, object.map("hops"));
        }
    }

    @Test
    void interpretedProgramsHopAsOftenAsTheyMay() throws IOException {
        try (JvmHost host = new JvmHost()) {
            LinkedObject linked = object().link(LinkOptions.standard());
            Program program = linked.program("start");
            List<JvmMap> maps = linked.maps().stream().map(host::createMap).toList();
            JvmProgram start = host.load(program, maps);
            ((ProgramArrayMap) maps.getFirst()).set(0, start);
            assertHops(start, maps.get(1));
        }
    }

    @Test
    void theKernelHopsAsOftenAsItMay() throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        try (KernelHost host = KernelHost.open()) {
            KernelObject object =
                    host.load(object().link(LinkOptions.standard()), LoadOptions.standard());
            ByteBuffer self = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
            self.putInt(object.program("start").fileDescriptor());
            object.map("programs").update(FIRST, self.array(), 0);
            assertHops(object.program("start"), object.map("hops"));
        }
    }

    private static void assertHops(LoadedProgram start, BpfMap hops) {
        for (int run = 1; run <= 2; run++) {
            assertEquals(RESULT, start.test(RUN).returnValue());
            byte[] count = hops.lookup(FIRST).orElseThrow();
            assertEquals(
                    run * HOPS, ByteBuffer.wrap(count).order(ByteOrder.nativeOrder()).getLong());
        }
    }

    private static BpfObject object() throws IOException {
        try (InputStream file = TailCallDepthTest.class.getResourceAsStream("hops.bpf.o")) {
            return BpfObject.read(file.readAllBytes());
        }
    }
}
