package dev.skep.verify.domain;

/// What a register holds. The names are those of the kernel's log.
public enum Kind {
    /// Nothing yet.
    UNWRITTEN("?"),
    /// A number.
    SCALAR("scalar"),
    /// The program's context.
    CONTEXT("ctx"),
    /// A map itself.
    MAP("map_ptr"),
    /// A value in a map.
    MAP_VALUE("map_value"),
    /// A key in a map, as callbacks get it.
    MAP_KEY("map_key"),
    /// The stack of a function.
    STACK("fp"),
    /// The packet.
    PACKET("pkt"),
    /// The metadata in front of the packet.
    PACKET_META("pkt_meta"),
    /// The end of the packet.
    PACKET_END("pkt_end"),
    /// The flow dissector's result.
    FLOW_KEYS("flow_keys"),
    /// A full socket.
    SOCKET("sock"),
    /// A socket of any state.
    SOCKET_COMMON("sock_common"),
    /// A TCP socket.
    TCP_SOCKET("tcp_sock"),
    /// An AF_XDP socket.
    XDP_SOCKET("xdp_sock"),
    /// The buffer of a writable raw tracepoint.
    TRACEPOINT_BUFFER("tp_buffer"),
    /// A structure of the kernel, by its BTF type.
    BTF("ptr_"),
    /// Memory of a known size.
    MEMORY("mem"),
    /// A buffer whose size is known when the program is attached.
    BUFFER("buf"),
    /// A function of the program.
    FUNCTION("func"),
    /// A dynptr that was passed in.
    DYNPTR("dynptr_ptr"),
    /// Memory of an arena.
    ARENA("arena"),
    /// The state of an iterator, which stands in stack slots only.
    ITERATOR("iter");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /// How the kernel's log names it.
    public String label() {
        return label;
    }

    /// Whether it points into the packet or its metadata.
    public boolean isPacket() {
        return this == PACKET || this == PACKET_META;
    }

    /// Whether it is one of the kernel's views of a socket.
    public boolean isSocket() {
        return this == SOCKET || this == SOCKET_COMMON || this == TCP_SOCKET || this == XDP_SOCKET;
    }
}
