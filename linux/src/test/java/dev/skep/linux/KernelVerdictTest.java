package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What the logs of different kernels say is wrong.
class KernelVerdictTest {
    @Test
    void sumsBehindTheFaultAreNoFault() {
        String log =
                """
                0: R1=ctx() R10=fp0
                0: (79) r0 = *(u64 *)(r9 +0)
                R9 !read_ok
                processed 1 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0
                subprog 0 (<unknown>) main insns_self 1 insns_total 1 stack 0
                """;
        assertEquals("R9 !read_ok", new KernelVerdict(false, 13, log, 1, 0, 0, 0, 0).message());
    }
}
