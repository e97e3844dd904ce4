package dev.skep.runtime;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.packet.Origin;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.packet.XdpFrame;
import dev.skep.program.Program;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntSupplier;

/// Runs a program on demand, as `BPF_PROG_TEST_RUN` does.
final class TestRuns {
    private final JvmProgram program;

    TestRuns(JvmProgram program) {
        this.program = program;
    }

    TestResult test(TestRun run) {
        ProgramType type = program.program().type();
        return switch (type) {
            case XDP -> xdp(run);
            case SCHED_CLS, SCHED_ACT -> socketBuffer(run, type, Start.LINK_HEADER);
            case SOCKET_FILTER -> socketBuffer(run, type, Start.NETWORK_HEADER);
            case null, default -> throw noTestRun(program.program());
        };
    }

    private TestResult xdp(TestRun run) {
        XdpFrame frame = new XdpFrame(execution());
        ContextLayout layout = ContextLayout.of(ProgramType.XDP).orElseThrow();
        int ingress = field(run.context(), layout, "ingress_ifindex", Origin.LOOPBACK.ifindex());
        int queue = field(run.context(), layout, "rx_queue_index", Origin.LOOPBACK.queue());
        Measured last =
                repeat(
                        run.repeat(),
                        () -> frame.load(run.data(), new Origin(ingress, queue)),
                        frame::run);
        return new TestResult(
                last.value, withMetadata(frame.packet()), frame.contextBytes(), last.nanos);
    }

    /// The kernel's test run hands out the metadata in front of the packet; the context tells where
    /// the packet begins.
    private static byte[] withMetadata(PacketBuffer packet) {
        byte[] metadata = packet.metadata();
        byte[] bytes = Arrays.copyOf(metadata, metadata.length + packet.length());
        System.arraycopy(packet.bytes(), 0, bytes, metadata.length, packet.length());
        return bytes;
    }

    private TestResult socketBuffer(TestRun run, ProgramType type, Start start) {
        SocketBuffer buffer = new SocketBuffer(execution(), type);
        buffer.expect(run.context(), start);
        MemorySegment data = MemorySegment.ofArray(run.data());
        Measured last =
                repeat(run.repeat(), () -> buffer.load(data, 0, run.data().length), buffer::run);
        return new TestResult(last.value, buffer.wireBytes(), buffer.contextBytes(), last.nanos);
    }

    private Execution execution() {
        return program.execution();
    }

    private record Measured(int value, long nanos) {}

    private static Measured repeat(int times, Runnable load, IntSupplier program) {
        int value = 0;
        long nanos = 0;
        for (int i = 0; i < times; i++) {
            load.run();
            long start = System.nanoTime();
            value = program.getAsInt();
            nanos += System.nanoTime() - start;
        }
        return new Measured(value, nanos / Math.max(1, times));
    }

    private static int field(byte[] context, ContextLayout layout, String name, int otherwise) {
        int offset = layout.field(name).orElseThrow().offset();
        return context.length < offset + Integer.BYTES
                ? otherwise
                : ByteBuffer.wrap(context).order(ByteOrder.nativeOrder()).getInt(offset);
    }

    private static HostException noTestRun(Program program) {
        String type = program.type() == null ? "no type" : "type " + program.type().shortName();
        return new HostException(
                Diagnostic.of(
                                HostCode.NO_TEST_RUN,
                                "programs of %s cannot be run on demand here".formatted(type))
                        .at(new Place.Named(program.name()))
                        .fix("test XDP, tc and socket-filter programs")
                        .kernelSays("Operation not supported"));
    }
}
