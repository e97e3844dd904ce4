package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// perf_event_open(2), as far as BPF programs need it.
public final class PerfEvent {
    private static final int SOFTWARE = 1;

    /// `PERF_COUNT_SW_BPF_OUTPUT`.
    private static final int BPF_OUTPUT = 10;

    /// `PERF_SAMPLE_RAW`.
    private static final int RAW = 1 << 10;

    /// `PERF_FLAG_FD_CLOEXEC`.
    private static final int CLOSE_ON_EXEC = 8;

    /// `PERF_EVENT_IOC_ENABLE`.
    private static final int ENABLE = 0x2400;

    private static final int EVERY_PROCESS = -1;
    private static final int NO_GROUP = -1;

    private PerfEvent() {}

    /// An event of one CPU that programs write records to with `bpf_perf_event_output`.
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

    /// Starts it.
    public static void enable(Descriptor event) throws RefusedCall {
        SystemCall.IOCTL.demand(event.number(), ENABLE, 0);
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
