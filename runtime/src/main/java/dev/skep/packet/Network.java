package dev.skep.packet;

/// The network that a program believes to run in. Attach it to the run; without it there are no
/// routes and no sockets.
///
/// @param mtu the largest packet of every interface in bytes, without link header
public record Network(RoutingTable routes, SocketTable sockets, int mtu) {
    /// No routes, no sockets, Ethernet's 1,500 bytes.
    public static final Network NONE = new Network(RoutingTable.NONE, SocketTable.NONE, 1500);

    /// The same with other routes.
    public Network withRoutes(RoutingTable routes) {
        return new Network(routes, sockets, mtu);
    }

    /// The same with other sockets.
    public Network withSockets(SocketTable sockets) {
        return new Network(routes, sockets, mtu);
    }
}
