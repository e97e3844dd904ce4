package dev.skep.helper;

import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.packet.SocketBuffer;

/// A number that all packets of a flow share: a mix of addresses, protocol and ports. The kernel
/// mixes with a secret of its own, so its numbers differ.
final class FlowHash {
    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_ADDRESSES = 8;
    private static final int IPV4_PROTOCOL = 9;
    private static final int IPV6_PROTOCOL = 6;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT = 6;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PORTS = 4;

    private final SocketBuffer buffer;
    private long state = 0x9e37_79b9_7f4a_7c15L;

    private FlowHash(SocketBuffer buffer) {
        this.buffer = buffer;
    }

    /// The hash of a packet's flow, never 0.
    static int of(SocketBuffer buffer) {
        FlowHash hash = new FlowHash(buffer);
        hash.run();
        int folded = (int) (hash.state ^ hash.state >>> 32);
        return folded == 0 ? 1 : folded;
    }

    private void run() {
        int network = buffer.networkOffset();
        int protocol = buffer.fields().protocol();
        mix(protocol);
        if (protocol == Ethernet.IPV4 && buffer.packet().has(network, 20)) {
            long header = buffer.packet().data() + network;
            int size = (OffHeap.getByte(header) & 0xf) * 4;
            boolean fragment = (Ethernet.read16(header + FRAGMENT) & 0x3fff) != 0;
            mix(network + IPV4_ADDRESSES, 8);
            transport(network + IPV4_PROTOCOL, fragment ? Integer.MAX_VALUE : network + size);
        } else if (protocol == Ethernet.IPV6 && buffer.packet().has(network, IPV6_HEADER)) {
            mix(network + IPV6_ADDRESSES, 32);
            transport(network + IPV6_PROTOCOL, network + IPV6_HEADER);
        }
    }

    private void transport(int protocolAt, int portsAt) {
        int protocol = OffHeap.getByte(buffer.packet().data() + protocolAt);
        mix(protocol);
        if ((protocol == TCP || protocol == UDP) && buffer.packet().has(portsAt, PORTS)) {
            mix(portsAt, PORTS);
        }
    }

    private void mix(int offset, int size) {
        for (int i = 0; i < size; i += PORTS) {
            mix(OffHeap.getInt(buffer.packet().data() + offset + i));
        }
    }

    private void mix(int value) {
        state = (state ^ Integer.toUnsignedLong(value)) * 0xff51_afd7_ed55_8ccdL;
        state ^= state >>> 33;
    }
}
