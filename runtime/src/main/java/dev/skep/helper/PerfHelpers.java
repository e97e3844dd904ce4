package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.map.PerfEventArrayMap;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import dev.skep.vm.Execution;
import dev.skep.vm.MapFunction;
import java.util.Map;

/// Records for user space through perf-event arrays.
final class PerfHelpers {
    /// The record takes that many bytes of the packet along: `BPF_F_CTXLEN_MASK`.
    private static final long PACKET_BYTES = 0xfffffL << 32;

    private static final long INDEX = 0xffff_ffffL;

    static final Map<String, MapFunction> ON_MAPS =
            Map.of("perf_event_output", PerfHelpers::output);

    private PerfHelpers() {}

    private static long output(
            Execution run, JvmMap map, long context, long flags, long data, long size) {
        PerfEventArrayMap events = Arguments.map(run, map, PerfEventArrayMap.class);
        if ((flags & ~(INDEX | PACKET_BYTES)) != 0) {
            return Errno.EINVAL.result();
        }
        long packetBytes = (flags & PACKET_BYTES) >>> 32;
        if (packetBytes == 0) {
            return events.output(flags & INDEX, run.cpu(), data, size, data, 0);
        }
        PacketBuffer packet = packet(run);
        return packetBytes > packet.length()
                ? Errno.EFAULT.result()
                : events.output(flags & INDEX, run.cpu(), data, size, packet.data(), packetBytes);
    }

    private static PacketBuffer packet(Execution run) {
        return run.attachment(XdpFrame.class)
                .map(XdpFrame::packet)
                .or(() -> run.attachment(SocketBuffer.class).map(SocketBuffer::packet))
                .orElseThrow(() -> run.fault("this run has no packet", ""));
    }
}
