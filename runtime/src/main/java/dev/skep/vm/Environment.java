package dev.skep.vm;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The world around a run, as helper functions see it: everything that would make two runs differ.
///
/// @param time the clocks
/// @param random where random numbers come from
/// @param cpu the number of the CPU that the program believes to run on
/// @param numaNode the number of that CPU's memory node
/// @param task the process that the program believes to run in
/// @param trace takes what `bpf_trace_printk` prints, one message a call, without the newline at
///   its end
public record Environment(
        TimeSource time,
        RandomGenerator random,
        int cpu,
        int numaNode,
        Task task,
        Consumer<String> trace) {
    /// The process that a program runs in.
    ///
    /// @param pid the thread's number, as the kernel counts
    /// @param tgid the process's number
    /// @param name at most 15 characters
    public record Task(int pid, int tgid, int uid, int gid, String name) {
        /// A process that does not exist.
        public static final Task NONE = new Task(0, 0, 0, 0, "skep");
    }

    /// Refuses missing parts.
    public Environment {
        Objects.requireNonNull(time);
        Objects.requireNonNull(random);
        Objects.requireNonNull(task);
        Objects.requireNonNull(trace);
    }

    /// The clocks of this machine, random numbers, CPU 0; trace messages are dropped.
    public static Environment standard() {
        return new Environment(
                TimeSource.SYSTEM,
                RandomGenerator.of("L64X128MixRandom"),
                0,
                0,
                Task.NONE,
                message -> {});
    }

    /// A clock that stands still and random numbers from `seed`: two runs are the same.
    public static Environment repeatable(long seed) {
        return new Environment(
                TimeSource.fixed(0, 0), new SplittableRandom(seed), 0, 0, Task.NONE, message -> {});
    }

    /// The same on another CPU.
    public Environment withCpu(int cpu) {
        return new Environment(time, random, cpu, numaNode, task, trace);
    }

    /// The same with another place for trace messages.
    public Environment withTrace(Consumer<String> trace) {
        return new Environment(time, random, cpu, numaNode, task, trace);
    }

    /// The same with other clocks.
    public Environment withTime(TimeSource time) {
        return new Environment(time, random, cpu, numaNode, task, trace);
    }
}
