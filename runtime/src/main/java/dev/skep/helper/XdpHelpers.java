package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.PacketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Head, tail, metadata and bytes of XDP frames.
final class XdpHelpers {
    private static final long LAST_OFFSET = 0xffff;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "xdp_adjust_head", XdpHelpers::adjustHead,
                    "xdp_adjust_tail", XdpHelpers::adjustTail,
                    "xdp_adjust_meta", XdpHelpers::adjustMeta,
                    "xdp_get_buff_len",
                            (run, _, _, _, _, _) -> Arguments.frame(run).packet().length(),
                    "xdp_load_bytes", XdpHelpers::load,
                    "xdp_store_bytes", XdpHelpers::store);

    private XdpHelpers() {}

    private static long adjustHead(
            Execution run, long context, long delta, long r3, long r4, long r5) {
        return Arguments.frame(run).adjustHead((int) delta) ? 0 : Errno.EINVAL.result();
    }

    private static long adjustTail(
            Execution run, long context, long delta, long r3, long r4, long r5) {
        return Arguments.frame(run).adjustTail((int) delta) ? 0 : Errno.EINVAL.result();
    }

    private static long adjustMeta(
            Execution run, long context, long delta, long r3, long r4, long r5) {
        return switch (Arguments.frame(run).adjustMeta((int) delta)) {
            case DONE -> 0;
            case NO_ROOM -> Errno.EINVAL.result();
            case BAD_SIZE -> Errno.EACCES.result();
        };
    }

    private static long load(
            Execution run, long context, long offset, long to, long length, long r5) {
        PacketBuffer packet = Arguments.frame(run).packet();
        long refusal = refusal(packet, Arguments.unsigned(offset), length);
        if (refusal == 0) {
            OffHeap.copy(packet.data() + Arguments.unsigned(offset), to, length);
        }
        return refusal;
    }

    private static long store(
            Execution run, long context, long offset, long from, long length, long r5) {
        PacketBuffer packet = Arguments.frame(run).packet();
        long refusal = refusal(packet, Arguments.unsigned(offset), length);
        if (refusal == 0) {
            OffHeap.copy(from, packet.data() + Arguments.unsigned(offset), length);
        }
        return refusal;
    }

    private static long refusal(PacketBuffer packet, long offset, long length) {
        if (offset > LAST_OFFSET || length > LAST_OFFSET) {
            return Errno.EFAULT.result();
        }
        return packet.has(offset, length) ? 0 : Errno.EINVAL.result();
    }
}
