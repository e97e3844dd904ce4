package dev.skep.packet;

import java.util.List;
import java.util.Optional;

/// The sockets that `bpf_sk_lookup_tcp` and its kin find: supplied by whoever runs the program.
@FunctionalInterface
public interface SocketTable {
    /// No sockets.
    SocketTable NONE = _ -> Optional.empty();

    /// The socket that packets of this flow belong to, if there is one.
    Optional<Socket> find(Flow flow);

    /// A transport protocol.
    enum Protocol {
        /// Connections.
        TCP,
        /// Datagrams.
        UDP
    }

    /// A flow as its packets name it. Addresses have 4 or 16 bytes; ports are plain numbers.
    record Flow(
            Protocol protocol,
            List<Byte> sourceAddress,
            int sourcePort,
            List<Byte> destinationAddress,
            int destinationPort) {
        /// Copies the lists.
        public Flow {
            sourceAddress = List.copyOf(sourceAddress);
            destinationAddress = List.copyOf(destinationAddress);
        }
    }

    /// A socket.
    ///
    /// @param flow the flow of packets to it: its own end is the destination
    /// @param state 1 established, 7 unconnected or closed, 10 listening, as `BPF_TCP_*`
    /// @param mark its `SO_MARK`
    /// @param boundIfindex the interface it is bound to, 0 for all
    record Socket(Flow flow, int state, int mark, int boundIfindex) {
        /// `BPF_TCP_LISTEN`.
        public static final int LISTENING = 10;
    }
}
