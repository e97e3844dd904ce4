package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// `BPF_PROG_TEST_RUN` for programs of several types.
class KernelTestRunsTest extends KernelCase {
    @Test
    void packetsComeBackAsTheProgramLeftThem() {
        String text =
                """
                r2 = *(u32 *)(r1 + 0)
                r3 = *(u32 *)(r1 + 4)
                r4 = r2
                r4 += 64
                if r4 > r3 goto out
                *(u8 *)(r2 + 63) = 42
                out:
                r0 = r3
                r0 -= r2
                exit
                """;
        TestResult result = test(ProgramType.XDP, text, run(1));
        assertEquals(64, result.returnValue());
        assertEquals(42, result.data()[63]);
        assertEquals(64, result.data().length);
    }

    @Test
    void packetsMayGrow() {
        String text = "r2 = -14\ncall bpf_xdp_adjust_head\nr0 = 2\nexit";
        assertEquals(78, test(ProgramType.XDP, text, run(1)).data().length);
    }

    @Test
    void contextsComeBack() {
        TestResult xdp = test(ProgramType.XDP, "r0 = 2\nexit", run(1));
        // XDP programs have contexts in test runs since Linux 5.15.
        int size = ContextLayout.of(ProgramType.XDP).orElseThrow().size();
        boolean given = here().compareTo(KernelVersion.of("5.15")) >= 0;
        assertEquals(given ? size : 0, xdp.context().length);
        String mark = "r2 = 7\n*(u32 *)(r1 + 8) = r2\nr0 = 0\nexit";
        TestResult tc = test(ProgramType.SCHED_CLS, mark, run(1));
        assertEquals(7, tc.context()[8], "the mark");
    }

    @Test
    void contextsAreHandedIn() {
        int size = ContextLayout.of(ProgramType.SCHED_CLS).orElseThrow().size();
        byte[] context = new byte[size];
        context[8] = 9;
        TestRun run = new TestRun(PACKET, context, 1);
        assertEquals(
                9, test(ProgramType.SCHED_CLS, "r0 = *(u32 *)(r1 + 8)\nexit", run).returnValue());
    }

    @Test
    void anEmptyContextOfXdpMeansTheWholePacket() {
        TestRun run = new TestRun(PACKET, new byte[24], 1);
        String length = "r0 = *(u32 *)(r1 + 4)\nr1 = *(u32 *)(r1 + 0)\nr0 -= r1\nexit";
        assertEquals(64, test(ProgramType.XDP, length, run).returnValue());
    }

    @Test
    void manyRunsAreMeasuredInTheKernel() {
        TestResult result = test(ProgramType.XDP, "r0 = 2\nexit", run(100_000));
        assertTrue(result.nanos() < 10_000, "nanoseconds for each run: " + result.nanos());
    }

    @Test
    void systemCallProgramsWorkOnTheirContext() {
        since("5.14", "programs of type syscall");
        String text = "r2 = *(u64 *)(r1 + 0)\nr2 += 1\n*(u64 *)(r1 + 0) = r2\nr0 = 3\nexit";
        TestRun run = new TestRun(new byte[0], bytes(41L), 1);
        TestResult result =
                host.load(
                                program(ProgramType.SYSCALL, "calls", text)
                                        .as(ProgramType.SYSCALL, 0, 1 << 4, ""),
                                List.of())
                        .test(run);
        assertEquals(3, result.returnValue());
        assertArrayEquals(bytes(42L), result.context());
    }

    @Test
    void rawTracepointsGetTheirArguments() {
        String text = "r0 = *(u64 *)(r1 + 8)\nexit";
        byte[] arguments = buffer(16).putLong(1).putLong(77).array();
        TestRun run = new TestRun(new byte[0], arguments, 2);
        assertEquals(77, test(ProgramType.RAW_TRACEPOINT, text, run).returnValue());
    }

    @Test
    void socketLookupsAndFlowDissectorsRun() {
        int size = ContextLayout.of(ProgramType.SK_LOOKUP).orElseThrow().size();
        byte[] context = buffer(size).putInt(8, 2).putInt(12, 6).array();
        TestRun tcp = new TestRun(new byte[0], context, 1);
        TestResult lookup = test(ProgramType.SK_LOOKUP, 36, "r0 = 1\nexit", tcp);
        assertEquals(1, lookup.returnValue());
        // The last 8 bytes came with Linux 5.17.
        assertTrue(lookup.context().length >= size - 8, "" + lookup.context().length);
        TestResult keys = test(ProgramType.FLOW_DISSECTOR, 17, "r0 = 0\nexit", run(1));
        // Older kernels say here whether the packet was understood.
        assertTrue(Set.of(0, 1).contains(keys.returnValue()), "" + keys.returnValue());
        assertEquals(ContextLayout.FLOW_KEYS_SIZE, keys.data().length);
    }

    @Test
    void whatTheKernelDoesNotRunSaysWhy() {
        KernelException none =
                assertThrows(
                        KernelException.class,
                        () -> test(ProgramType.KPROBE, "r0 = 0\nexit", run(1)));
        assertEquals(KernelCode.TEST_RUN, none.diagnostic().code());
        since("5.15", "the least length of packets");
        TestRun small = new TestRun(new byte[1], new byte[0], 1);
        KernelException tooSmall =
                assertThrows(
                        KernelException.class, () -> test(ProgramType.XDP, "r0 = 2\nexit", small));
        assertTrue(tooSmall.diagnostic().remedy().contains("14 bytes"));
    }

    private TestResult test(ProgramType type, String text, TestRun run) {
        return test(type, 0, text, run);
    }

    private TestResult test(ProgramType type, int attach, String text, TestRun run) {
        return host.load(program(type, "test", text).as(type, attach, 0, ""), List.of()).test(run);
    }
}
