package dev.skep.helper;

import static java.util.Map.entry;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.packet.SocketTable.Flow;
import dev.skep.packet.SocketTable.Protocol;
import dev.skep.packet.SocketTable.Socket;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Sockets, as the run's [dev.skep.packet.Network] knows them. Packets themselves belong to none.
final class SocketHelpers {
    private static final int IPV4_TUPLE = 12;
    private static final int IPV6_TUPLE = 36;
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;

    /// What the kernel answers for packets without a socket: `overflowuid`.
    private static final int NOBODY = 65534;

    /// The cookie of the first network namespace.
    private static final int FIRST_NAMESPACE = 1;

    private static final HelperFunction ZERO = (_, _, _, _, _, _) -> 0;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.ofEntries(
                    entry("sk_lookup_tcp", lookup(Protocol.TCP)),
                    entry("skc_lookup_tcp", lookup(Protocol.TCP)),
                    entry("sk_lookup_udp", lookup(Protocol.UDP)),
                    entry("sk_release", SocketHelpers::release),
                    entry("sk_fullsock", (run, socket, _, _, _, _) -> known(run, socket)),
                    entry("get_listener_sock", SocketHelpers::listener),
                    entry("tcp_sock", SocketHelpers::tcp),
                    entry("sk_assign", SocketHelpers::assign),
                    entry("get_socket_cookie", ZERO),
                    entry("get_socket_uid", (_, _, _, _, _, _) -> NOBODY),
                    entry("get_netns_cookie", (_, _, _, _, _, _) -> FIRST_NAMESPACE),
                    entry("get_cgroup_classid", ZERO),
                    entry("skb_cgroup_classid", ZERO),
                    entry("skb_cgroup_id", ZERO),
                    entry("skb_ancestor_cgroup_id", ZERO));

    private SocketHelpers() {}

    private static HelperFunction lookup(Protocol protocol) {
        return (run, _, tuple, size, namespace, flags) -> {
            boolean otherNamespace = (int) namespace >= 0;
            if (flags != 0 || otherNamespace || size != IPV4_TUPLE && size != IPV6_TUPLE) {
                return 0;
            }
            return RouteHelpers.network(run)
                    .sockets()
                    .find(flow(protocol, tuple, size == IPV4_TUPLE ? IPV4 : IPV6))
                    .map(socket -> Sockets.of(run).open(socket))
                    .orElse(0L);
        };
    }

    /// A `struct bpf_sock_tuple`: both addresses, then both ports.
    private static Flow flow(Protocol protocol, long tuple, int addressSize) {
        long ports = tuple + 2L * addressSize;
        return new Flow(
                protocol,
                Bytes.list(OffHeap.bytes(tuple, addressSize)),
                Ethernet.read16(ports),
                Bytes.list(OffHeap.bytes(tuple + addressSize, addressSize)),
                Ethernet.read16(ports + 2));
    }

    private static long release(Execution run, long socket, long r2, long r3, long r4, long r5) {
        Sockets.of(run).close(socket);
        return 0;
    }

    private static long known(Execution run, long socket) {
        return socket == 0 ? 0 : Sockets.of(run).at(socket) == null ? 0 : socket;
    }

    private static long listener(Execution run, long socket, long r2, long r3, long r4, long r5) {
        Socket found = socket == 0 ? null : Sockets.of(run).at(socket);
        return found != null && found.state() == Socket.LISTENING ? socket : 0;
    }

    private static long tcp(Execution run, long socket, long r2, long r3, long r4, long r5) {
        Socket found = socket == 0 ? null : Sockets.of(run).at(socket);
        boolean tcp = found != null && found.flow().protocol() == Protocol.TCP;
        return tcp ? Sockets.of(run).statistics(socket) : 0;
    }

    private static long assign(
            Execution run, long context, long socket, long flags, long r4, long r5) {
        return flags != 0 || socket == 0 || Sockets.of(run).at(socket) == null
                ? Errno.EINVAL.result()
                : 0;
    }
}
