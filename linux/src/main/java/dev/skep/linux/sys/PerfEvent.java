package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// perf_event_open(2), as far as BPF programs need it. Events start when they are enabled, or when
/// a link connects a program to them.
public final class PerfEvent {
    private static final int SOFTWARE = 1;
    private static final int TRACEPOINT = 2;

    /// `PERF_COUNT_SW_BPF_OUTPUT`.
    private static final int BPF_OUTPUT = 10;

    /// `PERF_COUNT_SW_CPU_CLOCK`.
    private static final int CPU_CLOCK = 0;

    /// `PERF_SAMPLE_RAW`.
    private static final int RAW = 1 << 10;

    /// The bit `freq` of the flags: the period is a number of samples for each second.
    private static final int FREQUENCY = 1 << 10;

    /// `PERF_FLAG_FD_CLOEXEC`.
    private static final int CLOSE_ON_EXEC = 8;

    /// `PERF_EVENT_IOC_ENABLE`.
    private static final int ENABLE = 0x2400;

    /// `PERF_EVENT_IOC_SET_BPF`.
    private static final int SET_PROGRAM = 0x4004_2408;

    private static final int EVERY_PROCESS = -1;
    private static final int EVERY_CPU = -1;
    private static final int NO_GROUP = -1;

    private PerfEvent() {}

    /// An event of one CPU that programs write records to with `bpf_perf_event_output`; enabled.
    public static Descriptor output(int cpu) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct attributes =
                    attributes(arena)
                            .set("type", SOFTWARE)
                            .set("config", BPF_OUTPUT)
                            .set("sample_period", 1)
                            .set("sample_type", RAW)
                            .set("wakeup_events", 1);
            Descriptor event = open(attributes, EVERY_PROCESS, cpu);
            try {
                enable(event);
                return event;
            } catch (RefusedCall e) {
                event.close();
                throw e;
            }
        }
    }

    /// A tracepoint, on all CPUs.
    ///
    /// @param id as tracefs tells it
    public static Descriptor tracepoint(int id) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return open(
                    attributes(arena)
                            .set("type", TRACEPOINT)
                            .set("config", id)
                            .set("sample_period", 1)
                            .set("wakeup_events", 1),
                    EVERY_PROCESS,
                    0);
        }
    }

    /// The clock of one CPU.
    ///
    /// @param frequency samples for each second
    public static Descriptor clock(int cpu, int frequency) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return open(
                    attributes(arena)
                            .set("type", SOFTWARE)
                            .set("config", CPU_CLOCK)
                            .set("_flags", FREQUENCY)
                            .set("sample_period", frequency),
                    EVERY_PROCESS,
                    cpu);
        }
    }

    /// A probe.
    ///
    /// @param type the number of the kind of events, as sysfs tells it
    /// @param config the bits that say whether it is at the return
    /// @param name of the kernel's function or of the file
    /// @param offset in bytes
    /// @param process 0 for all
    public static Descriptor probe(int type, long config, String name, long offset, int process)
            throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return open(
                    attributes(arena)
                            .set("type", type)
                            .set("config", config)
                            .text("config1", name)
                            .set("config2", offset),
                    process == 0 ? EVERY_PROCESS : process,
                    process == 0 ? 0 : EVERY_CPU);
        }
    }

    /// Starts it.
    public static void enable(Descriptor event) throws RefusedCall {
        SystemCall.IOCTL.demand(event.number(), ENABLE, 0);
    }

    /// Connects a program to an event and starts it: the way of kernels before 5.15, which have no
    /// links for events. It ends when the event is closed.
    public static void run(Descriptor event, int program) throws RefusedCall {
        SystemCall.IOCTL.demand(event.number(), SET_PROGRAM, program);
        enable(event);
    }

    private static Struct attributes(Arena arena) {
        Layout layout = Layout.of("perf_event_attr");
        return new Struct(arena, layout).set("size", layout.size());
    }

    private static Descriptor open(Struct attributes, int process, int cpu) throws RefusedCall {
        MemorySegment segment = attributes.segment();
        long number =
                SystemCall.PERF_EVENT_OPEN.demand(
                        segment.address(), process, cpu, NO_GROUP, CLOSE_ON_EXEC);
        return new Descriptor((int) number);
    }
}
