package dev.skep.packet;

import java.util.List;
import java.util.Optional;

/// Where packets go, as `bpf_fib_lookup` asks it: supplied by whoever runs the program.
@FunctionalInterface
public interface RoutingTable {
    /// No routes.
    RoutingTable NONE = _ -> Optional.empty();

    /// The route to an address, if there is one.
    ///
    /// @param destination an IPv4 (4 bytes) or IPv6 (16 bytes) address
    Optional<Route> find(List<Byte> destination);

    /// A next hop.
    ///
    /// @param ifindex the interface to send through
    /// @param gateway the address of the next router; empty for a destination on the link
    /// @param sourceMac the interface's link address, 6 bytes
    /// @param destinationMac the next hop's link address, 6 bytes; empty if it is not known
    /// @param mtu the largest packet in bytes, without link header
    record Route(
            int ifindex,
            List<Byte> gateway,
            List<Byte> sourceMac,
            List<Byte> destinationMac,
            int mtu) {
        /// Copies the lists.
        public Route {
            gateway = List.copyOf(gateway);
            sourceMac = List.copyOf(sourceMac);
            destinationMac = List.copyOf(destinationMac);
        }
    }
}
