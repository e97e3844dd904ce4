package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;
import java.util.Set;

/// Tunnel metadata. Packets here come through no tunnel device: there is none to read, and what is
/// set has no effect on the packet.
final class TunnelHelpers {
    /// The sizes that `struct bpf_tunnel_key` has had.
    private static final Set<Long> SIZES = Set.of(8L, 24L, 28L, 44L);

    private static final long SET_FLAGS = 0x2f;
    private static final int LONGEST_OPTION = 255;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "skb_get_tunnel_key",
                    (_, _, key, size, _, _) -> nothing(key, size, Errno.EINVAL),
                    "skb_get_tunnel_opt",
                    (_, _, option, size, _, _) -> nothing(option, size, Errno.ENOENT),
                    "skb_set_tunnel_key",
                    TunnelHelpers::setKey,
                    "skb_set_tunnel_opt",
                    TunnelHelpers::setOption);

    private TunnelHelpers() {}

    private static long nothing(long buffer, long size, Errno errno) {
        OffHeap.clear(buffer, size);
        return errno.result();
    }

    private static long setKey(
            Execution run, long context, long key, long size, long flags, long r5) {
        if ((flags & ~SET_FLAGS) != 0 || !SIZES.contains(size)) {
            return Errno.EINVAL.result();
        }
        Arguments.socketBuffer(run).tunnel();
        return 0;
    }

    private static long setOption(
            Execution run, long context, long option, long size, long r4, long r5) {
        if (!Arguments.socketBuffer(run).tunnelled() || size % 4 != 0) {
            return Errno.EINVAL.result();
        }
        return size > LONGEST_OPTION ? Errno.ENOMEM.result() : 0;
    }
}
