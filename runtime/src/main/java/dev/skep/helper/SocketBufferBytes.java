package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.PacketBuffer;
import dev.skep.packet.SocketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Bytes of socket buffers.
final class SocketBufferBytes {
    private static final long RECOMPUTE_CHECKSUM = 1;
    private static final long INVALIDATE_HASH = 2;
    private static final long LAST_OFFSET = 0xffff;
    private static final int LINK = 0;
    private static final int NETWORK = 1;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "skb_load_bytes", SocketBufferBytes::load,
                    "skb_load_bytes_relative", SocketBufferBytes::loadRelative,
                    "skb_store_bytes", SocketBufferBytes::store,
                    "skb_pull_data", SocketBufferBytes::pull);

    private SocketBufferBytes() {}

    private static long load(
            Execution run, long context, long offset, long to, long length, long r5) {
        PacketBuffer packet = Arguments.socketBuffer(run).packet();
        long at = Arguments.unsigned(offset);
        if (at > Integer.MAX_VALUE || !packet.has(at, length)) {
            OffHeap.clear(to, length);
            return Errno.EFAULT.result();
        }
        OffHeap.copy(packet.data() + at, to, length);
        return 0;
    }

    private static long loadRelative(
            Execution run, long context, long offset, long to, long length, long header) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        long at = Arguments.unsigned(offset);
        long start =
                switch ((int) header) {
                    case LINK -> buffer.linkHeader();
                    case NETWORK -> buffer.packet().data() + buffer.networkOffset();
                    default -> 0;
                };
        boolean inside = start != 0 && start + at + length <= buffer.packet().dataEnd();
        if (at > LAST_OFFSET || !inside) {
            OffHeap.clear(to, length);
            return Errno.EFAULT.result();
        }
        OffHeap.copy(start + at, to, length);
        return 0;
    }

    private static long store(
            Execution run, long context, long offset, long from, long length, long flags) {
        if ((flags & ~(RECOMPUTE_CHECKSUM | INVALIDATE_HASH)) != 0) {
            return Errno.EINVAL.result();
        }
        SocketBuffer buffer = Arguments.socketBuffer(run);
        long at = Arguments.unsigned(offset);
        if (at > Integer.MAX_VALUE || !buffer.packet().has(at, length)) {
            return Errno.EFAULT.result();
        }
        OffHeap.copy(from, buffer.packet().data() + at, length);
        if ((flags & INVALIDATE_HASH) != 0) {
            buffer.fields().hash(0);
        }
        return 0;
    }

    /// Packets are in one piece here: only asking for more than there is fails.
    private static long pull(Execution run, long context, long length, long r3, long r4, long r5) {
        return Arguments.unsigned(length) > Arguments.socketBuffer(run).packet().length()
                ? Errno.ENOMEM.result()
                : 0;
    }
}
