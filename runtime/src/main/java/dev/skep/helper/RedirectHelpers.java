package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.map.RedirectMap;
import dev.skep.packet.Redirect;
import dev.skep.packet.Redirect.Direction;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.MapFunction;
import java.util.Map;
import java.util.Optional;

/// Sending packets elsewhere. What is decided is noted with the packet; whoever runs the program
/// carries it out.
final class RedirectHelpers {
    private static final long INGRESS = 1;
    private static final int TC_ACT_SHOT = 2;
    private static final int TC_ACT_REDIRECT = 7;
    private static final int XDP_ABORTED = 0;
    private static final int XDP_REDIRECT = 4;

    /// The lowest bits of the flags of `bpf_redirect_map`: what it returns if there is no entry.
    private static final long ACTION = 3;

    private static final long BROADCAST = 8;
    private static final long EXCLUDE_INGRESS = 16;
    private static final int NEIGHBOUR_SIZE = 20;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "redirect", RedirectHelpers::redirect,
                    "redirect_neigh", RedirectHelpers::redirectNeighbour,
                    "redirect_peer", RedirectHelpers::redirectPeer,
                    "clone_redirect", RedirectHelpers::cloneRedirect);

    static final Map<String, MapFunction> ON_MAPS =
            Map.of("redirect_map", RedirectHelpers::redirectMap);

    private RedirectHelpers() {}

    private static long redirect(
            Execution run, long ifindex, long flags, long r3, long r4, long r5) {
        Optional<XdpFrame> frame = run.attachment(XdpFrame.class);
        if (frame.isPresent()) {
            if (flags != 0) {
                return XDP_ABORTED;
            }
            frame.get().redirectTo((int) ifindex);
            return XDP_REDIRECT;
        }
        if ((flags & ~INGRESS) != 0) {
            return TC_ACT_SHOT;
        }
        Arguments.socketBuffer(run).redirectTo((int) ifindex, direction(flags));
        return TC_ACT_REDIRECT;
    }

    private static Direction direction(long flags) {
        return (flags & INGRESS) == 0 ? Direction.EGRESS : Direction.INGRESS;
    }

    private static long redirectMap(
            Execution run, JvmMap targets, long key, long flags, long c, long d) {
        RedirectMap map = Arguments.map(run, targets, RedirectMap.class);
        XdpFrame frame = Arguments.frame(run);
        long known =
                switch (map.definition().type()) {
                    case DEVMAP, DEVMAP_HASH -> ACTION | BROADCAST | EXCLUDE_INGRESS;
                    default -> ACTION;
                };
        if ((flags & ~known) != 0) {
            return XDP_ABORTED;
        }
        if ((flags & BROADCAST) != 0) {
            boolean exclude = (flags & EXCLUDE_INGRESS) != 0;
            frame.redirectTo(new Redirect.ToAll(map, exclude ? frame.ingressIfindex() : 0));
            return XDP_REDIRECT;
        }
        long target = map.target((int) key);
        if (target == RedirectMap.NONE) {
            return flags & ACTION;
        }
        frame.redirectTo(map, Arguments.unsigned(key), target);
        return XDP_REDIRECT;
    }

    private static long redirectNeighbour(
            Execution run, long ifindex, long parameters, long size, long flags, long r5) {
        if (flags != 0 || size != 0 && size < NEIGHBOUR_SIZE) {
            return TC_ACT_SHOT;
        }
        Arguments.socketBuffer(run).redirectTo(new Redirect.ToNeighbour((int) ifindex));
        return TC_ACT_REDIRECT;
    }

    private static long redirectPeer(
            Execution run, long ifindex, long flags, long r3, long r4, long r5) {
        if (flags != 0) {
            return TC_ACT_SHOT;
        }
        Arguments.socketBuffer(run).redirectTo(new Redirect.ToPeer((int) ifindex));
        return TC_ACT_REDIRECT;
    }

    private static long cloneRedirect(
            Execution run, long context, long ifindex, long flags, long r4, long r5) {
        SocketBuffer buffer = Arguments.socketBuffer(run);
        if ((flags & ~INGRESS) != 0 || (int) ifindex <= 0) {
            return Errno.EINVAL.result();
        }
        buffer.sendCopy(new Redirect.ToInterface((int) ifindex, direction(flags)));
        return 0;
    }
}
