package dev.skep.packet;

import dev.skep.map.RedirectMap;

/// Where a program wants its packet sent. It counts only if the program then returns the verdict
/// that says so: `XDP_REDIRECT` or `TC_ACT_REDIRECT`.
public sealed interface Redirect {
    /// To an interface: out of it, or into its ingress (`BPF_F_INGRESS`).
    record ToInterface(int ifindex, Direction direction) implements Redirect {}

    /// Out of an interface, with link addresses that the neighbour table gives.
    record ToNeighbour(int ifindex) implements Redirect {}

    /// Into the other end of a virtual pair, in its network namespace.
    record ToPeer(int ifindex) implements Redirect {}

    /// To the entry of a devmap, cpumap or xskmap.
    ///
    /// @param target where the entry leads, as [RedirectMap#target] says: an interface, a CPU, a
    ///   socket
    record ToEntry(RedirectMap map, long key, long target) implements Redirect {}

    /// To all interfaces of a devmap.
    ///
    /// @param exceptIfindex the one to leave out, 0 for none
    record ToAll(RedirectMap map, int exceptIfindex) implements Redirect {}

    /// Which way a packet goes.
    enum Direction {
        /// Sent.
        EGRESS,
        /// Received.
        INGRESS
    }
}
