package dev.skep.helper;

import static java.util.Map.entry;

import dev.skep.memory.OffHeap;
import dev.skep.vm.Environment;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Clocks, random numbers, the CPU and the process: what [Environment] says.
final class EnvironmentHelpers {
    /// A timer tick: the kernel's clock in 250 steps a second.
    private static final long JIFFY_NANOS = 4_000_000;

    /// Number of the only control group there is, the root.
    private static final long ROOT_GROUP = 1;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.ofEntries(
                    entry("ktime_get_ns", of(e -> e.time().monotonic())),
                    entry("ktime_get_boot_ns", of(e -> e.time().boot())),
                    entry("ktime_get_coarse_ns", of(e -> e.time().coarse())),
                    entry("ktime_get_tai_ns", of(e -> e.time().tai())),
                    entry("jiffies64", of(e -> e.time().monotonic() / JIFFY_NANOS)),
                    entry("get_prandom_u32", of(e -> Arguments.unsigned(e.random().nextInt()))),
                    entry("get_smp_processor_id", (run, _, _, _, _, _) -> run.cpu()),
                    entry("get_numa_node_id", of(Environment::numaNode)),
                    entry(
                            "get_current_pid_tgid",
                            of(e -> (long) e.task().tgid() << 32 | e.task().pid())),
                    entry(
                            "get_current_uid_gid",
                            of(e -> (long) e.task().gid() << 32 | e.task().uid())),
                    entry("get_current_comm", EnvironmentHelpers::command),
                    entry("get_current_cgroup_id", of(_ -> ROOT_GROUP)),
                    entry(
                            "get_current_ancestor_cgroup_id",
                            (_, level, _, _, _, _) -> (int) level == 0 ? ROOT_GROUP : 0));

    @FunctionalInterface
    private interface Answer {
        long from(Environment environment);
    }

    private EnvironmentHelpers() {}

    private static HelperFunction of(Answer answer) {
        return (run, _, _, _, _, _) -> answer.from(run.environment());
    }

    /// The name and zeros up to the size, always with a zero at the end.
    private static long command(Execution run, long buffer, long size, long r3, long r4, long r5) {
        byte[] name = run.environment().task().name().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(name, (int) size);
        padded[padded.length - 1] = 0;
        OffHeap.put(padded, buffer);
        return 0;
    }
}
