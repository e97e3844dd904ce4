package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.Errno;
import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.TestRunCall;
import dev.skep.program.Program;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Test runs of a program, in the form that the kernel wants for its type.
///
/// What it takes is not the same for all types: some have a packet and some have none, some take a
/// number of repetitions, some give the context back (`Documentation/bpf/bpf_prog_run.rst`).
final class KernelTestRuns {
    /// How much longer a packet may become than it was.
    private static final int GROWTH = 1 << 16;

    private final KernelProgram program;
    private final ProgramType type;

    private KernelTestRuns(KernelProgram program) {
        this.program = program;
        this.type = program.program().type();
    }

    static KernelTestRuns of(KernelProgram program) {
        return new KernelTestRuns(program);
    }

    TestResult test(TestRun run) {
        return switch (type) {
            case XDP -> xdp(run);
            case SOCKET_FILTER,
                    SCHED_CLS,
                    SCHED_ACT,
                    CGROUP_SKB,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL ->
                    packet(run, run.context());
            case FLOW_DISSECTOR -> dissect(run);
            case NETFILTER -> netfilter(run);
            case SK_LOOKUP -> lookup(run);
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> raw(run);
            case SYSCALL -> systemCall(run);
            case KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    CGROUP_SOCK_ADDR,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM ->
                    other(run);
        };
    }

    /// Kernels before 5.15 take no context of XDP programs, and give none back.
    private TestResult xdp(TestRun run) {
        byte[] context = xdpContext(run);
        TestRun plain = new TestRun(run.data(), new byte[0], run.repeat());
        try {
            return packet(run, context);
        } catch (KernelException e) {
            if (e.errno() != Errno.EINVAL.number() || !Arrays.equals(context, xdpContext(plain))) {
                throw e;
            }
        }
        int room = run.data().length + GROWTH;
        return perform(new TestRunCall(run.data(), room, new byte[0], 0, run.repeat()));
    }

    private TestResult packet(TestRun run, byte[] context) {
        int contextRoom = ContextLayout.of(type).orElseThrow().size();
        return perform(
                new TestRunCall(
                        run.data(),
                        run.data().length + GROWTH,
                        context,
                        contextRoom,
                        run.repeat()));
    }

    /// The kernel wants to be told where the packet ends, and to start where it starts; a context
    /// that leaves that open means the whole packet.
    private byte[] xdpContext(TestRun run) {
        ContextLayout layout = ContextLayout.of(ProgramType.XDP).orElseThrow();
        byte[] context =
                Arrays.copyOf(run.context(), Math.max(run.context().length, layout.size()));
        ByteBuffer fields = ByteBuffer.wrap(context).order(ByteOrder.nativeOrder());
        int end = layout.field("data_end").orElseThrow().offset();
        if (fields.getInt(end) == 0) {
            fields.putInt(end, run.data().length);
        }
        return context;
    }

    /// The answer of a flow dissector is not a packet, but the keys that it found.
    private TestResult dissect(TestRun run) {
        int room = ContextLayout.FLOW_KEYS_SIZE;
        return perform(new TestRunCall(run.data(), room, run.context(), 0, run.repeat()));
    }

    private TestResult netfilter(TestRun run) {
        return perform(new TestRunCall(run.data(), 0, run.context(), 0, run.repeat()));
    }

    private TestResult lookup(TestRun run) {
        int size = ContextLayout.of(type).orElseThrow().size();
        byte[] context = run.context().length == 0 ? new byte[size] : run.context();
        return perform(new TestRunCall(run.data(), 0, context, size, run.repeat()));
    }

    /// The kernel neither repeats nor measures.
    private TestResult raw(TestRun run) {
        return repeated(run, new TestRunCall(run.data(), 0, run.context(), 0, 0));
    }

    /// The program works on the context that was handed in.
    private TestResult systemCall(TestRun run) {
        return repeated(run, new TestRunCall(run.data(), 0, run.context(), 0, 0));
    }

    private TestResult other(TestRun run) {
        return repeated(run, new TestRunCall(run.data(), 0, run.context(), 0, 0));
    }

    private TestResult perform(TestRunCall call) {
        TestRunCall.Reply reply = reply(call);
        return new TestResult(reply.returnValue(), reply.data(), reply.context(), reply.nanos());
    }

    private TestResult repeated(TestRun run, TestRunCall call) {
        TestRunCall.Reply last = null;
        long start = System.nanoTime();
        for (int i = 0; i < Math.max(1, run.repeat()); i++) {
            last = reply(call);
        }
        long nanos = (System.nanoTime() - start) / Math.max(1, run.repeat());
        byte[] context = type == ProgramType.SYSCALL ? last.contextIn() : last.context();
        return new TestResult(last.returnValue(), last.data(), context, nanos);
    }

    private TestRunCall.Reply reply(TestRunCall call) {
        try {
            return call.run(program.descriptor());
        } catch (RefusedCall e) {
            throw refused(e);
        }
    }

    private KernelException refused(RefusedCall refusal) {
        Program tested = program.program();
        boolean none =
                refusal.errno() == Errno.ENOTSUPP.number()
                        || refusal.errno() == Errno.EOPNOTSUPP.number();
        Diagnostic diagnostic =
                Diagnostic.of(KernelCode.TEST_RUN, refusal.getMessage())
                        .at(KernelProgram.place(tested))
                        .because(
                                none
                                        ? "this kernel has no test run for programs of type "
                                                + type.shortName()
                                        : "the packet, the context or the number of repetitions"
                                                + " does not suit programs of type "
                                                + type.shortName())
                        .fix(
                                none
                                        ? "attach it, and look at what it does"
                                        : "give packets at least 14 bytes, and programs without"
                                                + " packets none; leave out the context");
        return new KernelException(diagnostic, refusal.errno());
    }
}
