package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.memory.OffHeap;
import dev.skep.vm.Environment;
import dev.skep.vm.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Clocks, random numbers, CPU, process, trace output, locks.
class EnvironmentTest {
    private final List<String> trace = new ArrayList<>();
    private final DirectRun direct =
            new DirectRun(
                    Environment.repeatable(7)
                            .withCpu(3)
                            .withTime(TimeSource.fixed(8_000_000, 99))
                            .withTrace(trace::add));

    @Test
    void clocksAreThoseOfTheEnvironment() {
        assertEquals(8_000_000, direct.call("ktime_get_ns"));
        assertEquals(8_000_000, direct.call("ktime_get_boot_ns"));
        assertEquals(8_000_000, direct.call("ktime_get_coarse_ns"));
        assertEquals(99, direct.call("ktime_get_tai_ns"));
        assertEquals(2, direct.call("jiffies64"));
    }

    @Test
    void theSameSeedGivesTheSameNumbers() {
        DirectRun other = new DirectRun(Environment.repeatable(7));
        for (int i = 0; i < 5; i++) {
            long number = direct.call("get_prandom_u32");
            assertEquals(number & 0xffff_ffffL, number);
            assertEquals(number, other.call("get_prandom_u32"));
        }
    }

    @Test
    void cpuAndProcessAreThoseOfTheEnvironment() {
        assertEquals(3, direct.call("get_smp_processor_id"));
        assertEquals(0, direct.call("get_numa_node_id"));
        assertEquals(0, direct.call("get_current_pid_tgid"));
        long name = direct.put(new byte[] {9, 9, 9, 9});
        assertEquals(0, direct.call("get_current_comm", name, 3));
        assertEquals("sk", text(name, 2));
        assertEquals(0, OffHeap.getByte(name + 2));
        assertEquals(9, OffHeap.getByte(name + 3));
    }

    @Test
    void tracedLinesLoseOneNewline() {
        long format = direct.put("n=%d\n\n\0".getBytes(StandardCharsets.UTF_8));
        assertEquals(6, direct.call("trace_printk", format, 7, -5));
        assertEquals(List.of("n=-5\n"), trace);
    }

    @Test
    void unterminatedFormatsPrintNothing() {
        long format = direct.put("abcd".getBytes(StandardCharsets.UTF_8));
        assertEquals(-22, direct.call("trace_printk", format, 4));
        assertEquals(List.of(), trace);
    }

    @Test
    void aLockThatIsFreeIsTakenAndGivenBack() {
        long lock = direct.put(new byte[4]);
        direct.call("spin_lock", lock);
        assertEquals(1, OffHeap.getInt(lock));
        direct.call("spin_unlock", lock);
        assertEquals(0, OffHeap.getInt(lock));
        assertThrows(RuntimeException.class, () -> direct.call("spin_lock", lock + 1));
    }

    @Test
    void aForgedDynptrReachesNothingForeign() {
        long pointer = direct.put(new byte[64]);
        OffHeap.putLong(pointer, 4096);
        OffHeap.putLong(pointer + 8, 8);
        assertThrows(
                RuntimeException.class,
                () -> direct.call("dynptr_read", pointer + 32, 8, pointer, 0, 0));
        assertThrows(
                RuntimeException.class,
                () -> direct.call("dynptr_write", pointer, 0, pointer + 32, 8, 0));
    }

    @Test
    void aChecksumOfNothingIsNotRead() {
        assertThrows(RuntimeException.class, () -> direct.call("csum_diff", 0, 4, 0, 0, 0));
        assertThrows(RuntimeException.class, () -> direct.call("csum_diff", 0, 0, 0, 4, 0));
    }

    private static String text(long address, int size) {
        return new String(OffHeap.bytes(address, size), StandardCharsets.UTF_8);
    }
}
