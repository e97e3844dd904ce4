package dev.skep.lab.bench.program;

import dev.skep.capture.Capture;
import dev.skep.hook.PacketHook;
import dev.skep.hook.PacketRun;
import dev.skep.hook.PacketRunOptions;
import dev.skep.hook.PacketSink;
import dev.skep.packet.Origin;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmProgram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/// How many packets a second the firewall example takes from a capture that is mapped into memory,
/// on one CPU: reading, the program, and counting verdicts.
record PacketCost(Path root, JvmMode mode) {
    private static final long WARM_UP = 3_000_000_000L;
    private static final long MEASURED = 3_000_000_000L;
    private static final int ROUNDS = 200;

    List<Costs.Row> measure() throws IOException {
        JvmHost host = new JvmHost();
        Linked linked = Linked.read(root, Catalogue.named("firewall"));
        JvmProgram program =
                mode.loading(host)
                        .prepare(linked.program())
                        .apply(Costs.maps(host, linked.program()));
        PacketHook hook = PacketHook.attach(program.execution(), Origin.LOOPBACK);
        try (Arena arena = Arena.ofConfined()) {
            Capture capture = Capture.open(root.resolve("examples/packets/mixed.pcap"), arena);
            perSecond(capture, hook, WARM_UP);
            double perSecond = perSecond(capture, hook, MEASURED);
            return List.of(
                    new Costs.Row(
                            "the firewall example over mixed.pcap",
                            mode.kind().title(),
                            perSecond / 1e6,
                            "million packets/s"));
        } finally {
            host.close();
        }
    }

    private static double perSecond(Capture capture, PacketHook hook, long nanos)
            throws IOException {
        PacketRunOptions options = PacketRunOptions.defaults().withRepeat(ROUNDS);
        long start = CpuClock.nanos();
        long packets = 0;
        while (CpuClock.nanos() - start < nanos) {
            packets += PacketRun.over(capture, hook, options, PacketSink.NONE).packets();
        }
        return packets * 1e9 / (CpuClock.nanos() - start);
    }
}
