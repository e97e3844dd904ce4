package dev.skep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Holds what may be read through pointers, and of contexts without a structure, to what the
/// running kernel accepts.
class PointerLayoutTest {
    /// `r1 = ctx->sk; if (!r1) return 1` of traffic control programs.
    private static final List<Long> SOCKET_COMMON =
            List.of(0x00a8_1179L, 0x0002_0155L, 0x1_0000_00b7L, 0x95L);

    private final Kernel kernel = Kernel.require();

    @Test
    void socketsOfAnyStateAreReadAsTheirRowsSay() {
        compare(ProgramType.SCHED_CLS, SOCKET_COMMON, ContextLayout.socketCommon());
    }

    @Test
    void fullSocketsAreReadAsTheirRowsSay() {
        compare(ProgramType.SCHED_CLS, through("sk_fullsock"), ContextLayout.socket());
    }

    @Test
    void tcpSocketsAreReadAsTheirRowsSay() {
        compare(ProgramType.SCHED_CLS, through("tcp_sock"), ContextLayout.tcpSocket());
    }

    @Test
    void flowKeysAreReadAndWrittenAtAnyAlignment() {
        // r1 = ctx->flow_keys
        List<Long> start = List.of(0x0090_1179L);
        int size = ContextLayout.FLOW_KEYS_SIZE;
        compare(ProgramType.FLOW_DISSECTOR, start, size + 8, (at, n) -> at + n <= size);
    }

    @Test
    void tracepointsAndSystemCallProgramsReadAlignedBytes() {
        ContextRule record = ContextRule.of(ProgramType.TRACEPOINT).orElseThrow();
        compare(ProgramType.TRACEPOINT, List.of(), 64, record::allowsRead);
        ContextRule arguments = ContextRule.of(ProgramType.SYSCALL).orElseThrow();
        compare(ProgramType.SYSCALL, List.of(), 64, arguments::allowsRead);
        assertTrue(record.allowsRead(8190, 2));
        assertTrue(accepted(ProgramType.TRACEPOINT, List.of(), 8190, 2));
        assertEquals(false, record.allowsRead(8192, 1));
        assertEquals(false, accepted(ProgramType.TRACEPOINT, List.of(), 8192, 1));
    }

    @Test
    void contextsHaveALayoutOrARule() {
        for (ProgramType type : ProgramType.values()) {
            boolean rule = ContextRule.of(type).isPresent();
            boolean layout = ContextLayout.of(type).isPresent();
            assertEquals(type != ProgramType.EXT, rule ^ layout, type.shortName());
        }
    }

    private void compare(ProgramType type, List<Long> start, ContextLayout layout) {
        compare(
                type,
                start,
                layout.size() + 8,
                (at, n) -> layout.fieldAt(at).filter(f -> f.allowsRead(at, n)).isPresent());
    }

    private void compare(
            ProgramType type, List<Long> start, int end, BiPredicate<Integer, Integer> ours) {
        List<String> differences = new ArrayList<>();
        for (int at = 0; at < end; at++) {
            for (int bytes = 1; bytes <= 8; bytes *= 2) {
                if (ours.test(at, bytes) != accepted(type, start, at, bytes)) {
                    differences.add("%s: read %d at %d".formatted(type, bytes, at));
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    /// The socket's result of a helper that takes one and gives one or NULL, in `r1`.
    private static List<Long> through(String helper) {
        List<Long> start = new ArrayList<>(SOCKET_COMMON);
        start.add(0x85 | (long) Helpers.byName(helper).orElseThrow().id() << 32);
        start.addAll(List.of(0x01bfL, 0x0002_0155L, 0x1_0000_00b7L, 0x95L));
        return start;
    }

    /// Whether programs may go on with `r2 = *(r1 + at)`.
    private boolean accepted(ProgramType type, List<Long> start, int at, int bytes) {
        List<Long> code = new ArrayList<>(start);
        code.add(0x61 | KernelTest.size(bytes) | 0x12L << 8 | (long) at << 16);
        AttachType attach = KernelTest.attachTypes(type).getFirst();
        return kernel.load(type, attach, KernelTest.code(code, 1)).accepted();
    }
}
