package dev.skep.lab.bench.program;

import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.packet.XdpFrame;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.ref.Reference;

/// A program in this JVM. The packet is loaded once: the kernel's test run does not load it anew
/// for each repetition either.
final class JvmSession implements Runner.Session {
    private final JvmHost host;
    private final Linked.Loaded<JvmProgram> loaded;
    private final Execution execution;
    private final long context;

    /// Keeps the packet's memory from being freed.
    private final Object packet;

    /// Puts `packet` in place.
    JvmSession(JvmHost host, Linked.Loaded<JvmProgram> loaded, byte[] packet) {
        this.host = host;
        this.loaded = loaded;
        this.execution = loaded.program().execution();
        ProgramType type = loaded.program().program().type();
        if (type == ProgramType.XDP) {
            XdpFrame frame = new XdpFrame(execution);
            frame.load(packet, Origin.LOOPBACK);
            this.packet = frame;
            this.context = frame.contextAddress();
        } else {
            SocketBuffer buffer = new SocketBuffer(execution, type);
            boolean filter = type == ProgramType.SOCKET_FILTER;
            buffer.load(packet, new byte[0], filter ? Start.NETWORK_HEADER : Start.LINK_HEADER);
            this.packet = buffer;
            this.context = buffer.contextAddress();
        }
    }

    @Override
    public int run() {
        return (int) execution.run(context, 0);
    }

    @Override
    public long nanos(int times) {
        long start = CpuClock.nanos();
        for (int i = 0; i < times; i++) {
            execution.run(context, 0);
        }
        return CpuClock.nanos() - start;
    }

    @Override
    public byte[] value(Benchmark.Cell cell) {
        return loaded.value(cell);
    }

    @Override
    public void close() {
        Reference.reachabilityFence(packet);
        host.close();
    }
}
