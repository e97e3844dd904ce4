package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.packet.Ethernet;
import dev.skep.packet.SocketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// The size of socket buffers, at either end, and the change between IPv4 and IPv6.
final class SocketBufferRoom {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "skb_change_head", SocketBufferRoom::changeHead,
                    "skb_change_tail", SocketBufferRoom::changeTail,
                    "skb_change_proto", SocketBufferRoom::changeProtocol);

    private SocketBufferRoom() {}

    private static long changeHead(
            Execution run, long context, long room, long flags, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        long more = Arguments.unsigned(room);
        if (flags != 0 || buffer.packet().length() + more > SocketBuffer.LONGEST) {
            return Errno.EINVAL.result();
        }
        buffer.insert(0, (int) more);
        buffer.networkAt(buffer.networkOffset() + (int) more);
        return 0;
    }

    private static long changeTail(
            Execution run, long context, long length, long flags, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        long wanted = Arguments.unsigned(length);
        if (flags != 0 || wanted > SocketBuffer.LONGEST || wanted < buffer.networkOffset()) {
            return Errno.EINVAL.result();
        }
        buffer.resize((int) wanted);
        return 0;
    }

    private static long changeProtocol(
            Execution run, long context, long protocol, long flags, long r4, long r5) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        SocketBuffer buffer = Arguments.socketBuffer(run);
        int from = buffer.fields().protocol();
        int to = Ethernet.raw((int) protocol & 0xffff);
        int difference = IPV6_HEADER - IPV4_HEADER;
        int link = buffer.networkOffset();
        if (from == Ethernet.IPV4 && to == Ethernet.IPV6) {
            buffer.insert(link, difference);
        } else if (from == Ethernet.IPV6 && to == Ethernet.IPV4) {
            if (!buffer.packet().has(link, difference)) {
                return Errno.ENOMEM.result();
            }
            buffer.remove(link, difference);
        } else {
            return Errno.ENOTSUPP.result();
        }
        buffer.fields().protocol(to);
        return 0;
    }
}
