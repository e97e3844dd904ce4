package dev.skep.lab.bench.share;

import dev.skep.asm.Assembler;
import dev.skep.asm.HelperNames;
import dev.skep.host.BpfMap;
import dev.skep.host.EventStream;
import dev.skep.host.Host;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import dev.skep.verify.Verdict;
import dev.skep.verify.Verifier;
import dev.skep.verify.VerifierOptions;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A program that sends events of 16 bytes, one for each run, and counts those that found no room.
///
/// @param channel what they go through
/// @param missed an array of one number in memory
record Sender(Host host, BpfMap channel, BpfMap missed, LoadedProgram program)
        implements AutoCloseable {
    /// The size of a ring buffer in bytes.
    static final int RING = 1 << 20;

    /// What events go through.
    enum Way {
        RING_BUFFER(MapDefinition.of("ring", MapType.RINGBUF, 0, 0, RING), reserveAndSubmit(0)),
        /// With `BPF_RB_NO_WAKEUP`: nobody is told.
        QUIET_RING_BUFFER(
                MapDefinition.of("ring", MapType.RINGBUF, 0, 0, RING), reserveAndSubmit(1)),
        PERF_BUFFER(
                MapDefinition.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, 64),
                """
                r2 = 1
                *(u64 *)(r10 - 16) = r2
                *(u64 *)(r10 - 8) = r2
                r2 = map[0] ll
                r3 = 0xffffffff ll
                r4 = r10
                r4 += -16
                r5 = 16
                call bpf_perf_event_output
                if r0 != 0 goto full
                r0 = 1
                exit
                """);

        private final MapDefinition map;
        private final String send;

        Way(MapDefinition map, String send) {
            this.map = map;
            this.send = send;
        }
    }

    private static String reserveAndSubmit(int flags) {
        return """
               r1 = map[0] ll
               r2 = 16
               r3 = 0
               call bpf_ringbuf_reserve
               if r0 == 0 goto full
               r1 = 1
               *(u64 *)(r0 + 0) = r1
               *(u64 *)(r0 + 8) = r1
               r1 = r0
               r2 = %d
               call bpf_ringbuf_submit
               r0 = 1
               exit
               """
                .formatted(flags);
    }

    private static final String COUNT_MISSED =
            """
            full:
            r1 = 0
            *(u32 *)(r10 - 4) = r1
            r1 = map[1] ll
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r1 = 1
            lock *(u64 *)(r0 + 0) += r1
            out:
            r0 = 0
            exit
            """;

    private static final int MMAPABLE = 1 << 10;

    private static final HelperNames HELPERS =
            HelperNames.of(
                    Helpers.all().stream().collect(Collectors.toMap(Helper::id, Helper::fullName)));

    /// In the kernel.
    static Sender inKernel(Way way) {
        KernelHost host = KernelHost.open();
        Program program = program(way);
        List<? extends BpfMap> maps = program.maps().stream().map(host::createMap).toList();
        return new Sender(host, maps.get(0), maps.get(1), host.load(program, maps));
    }

    /// In this JVM, compiled.
    static Sender inJvm(Way way) {
        JvmHost host = new JvmHost();
        Program program = program(way);
        List<? extends BpfMap> maps = program.maps().stream().map(host::createMap).toList();
        Verdict verdict = Verifier.verify(program, VerifierOptions.standard());
        if (!(verdict instanceof Verdict.Accepted accepted)) {
            throw new IllegalStateException(verdict.toString());
        }
        return new Sender(host, maps.get(0), maps.get(1), host.load(accepted.program(), maps));
    }

    private static Program program(Way way) {
        MapDefinition missed =
                new MapDefinition(
                        "missed",
                        MapType.ARRAY,
                        4,
                        8,
                        1,
                        MMAPABLE,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        MapDefinition.Pinning.NONE);
        Program plain =
                Program.of(
                        "send",
                        ProgramType.SCHED_CLS,
                        Assembler.assemble("r6 = r1\n" + way.send + COUNT_MISSED, HELPERS));
        return new Program(
                "send",
                "",
                ProgramType.SCHED_CLS,
                0,
                plain.code(),
                plain.subprograms(),
                List.of(),
                List.of(way.map, missed),
                "GPL",
                0,
                plain.btf(),
                0,
                "",
                Map.of());
    }

    EventStream events() {
        return channel.events();
    }

    /// Sends events as fast as it can.
    void send(int count) {
        program.test(new TestRun(new byte[64], new byte[0], count));
    }

    /// How many events found no room so far.
    long missedSoFar() {
        return (long) ValueLayout.JAVA_LONG.varHandle().getAcquire(missed.memory(), 0L);
    }

    @Override
    public void close() {
        host.close();
    }
}
