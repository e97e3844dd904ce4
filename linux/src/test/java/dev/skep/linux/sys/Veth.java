package dev.skep.linux.sys;

import dev.skep.linux.attach.Interfaces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// A pair of virtual interfaces, usually of Ethernet, in a sandbox's network namespace: what one
/// sends, the other receives. They ask nobody for hardware addresses (no ARP).
///
/// @param near the index of the interface `near`, which has the hardware address 02:00:00:00:00:01
/// @param far the index of the interface `far`, with 02:00:00:00:00:02
public record Veth(int near, int far) {
    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int NEW_ADDRESS = 20;
    private static final int CREATE = 0x600;
    private static final int UP_WITHOUT_ARP = 0x81;

    private static final int PACKET = 17;
    private static final int RAW = 3;

    /// Creates the pair and switches it on.
    public static Veth create() throws RefusedCall, IOException {
        return create(
                "veth",
                near -> near.numbers(0, 0, 0, 0).octets(1, hardware(1)).text(3, "near"),
                far -> far.numbers(0, 0, 0, 0).octets(1, hardware(2)).text(3, "far"));
    }

    /// Creates a pair of netkit interfaces, of which `near` is the primary one, and switches it on.
    /// They have no hardware addresses.
    ///
    /// @throws RefusedCall `EOPNOTSUPP` where the kernel has none
    public static Veth netkit() throws RefusedCall, IOException {
        return create(
                "netkit",
                near -> near.numbers(0, 0, 0, 0).text(3, "near"),
                far -> far.numbers(0, 0, 0, 0).text(3, "far"));
    }

    private static Veth create(String kind, Consumer<NetlinkBody> near, Consumer<NetlinkBody> far)
            throws RefusedCall, IOException {
        NetlinkBody request = new NetlinkBody();
        near.accept(request);
        byte[] body =
                request.attribute(
                                18,
                                info ->
                                        info.text(1, kind)
                                                .attribute(
                                                        2, data -> data.attribute(1, far::accept)))
                        .bytes();
        try (Netlink netlink = Netlink.open()) {
            netlink.request("RTM_NEWLINK", NEW_LINK, CREATE, body);
            Veth made = new Veth(Interfaces.index("near"), Interfaces.index("far"));
            for (int ifindex : new int[] {made.near, made.far}) {
                byte[] up =
                        new NetlinkBody()
                                .numbers(0, ifindex, UP_WITHOUT_ARP, UP_WITHOUT_ARP)
                                .bytes();
                netlink.request("RTM_NEWLINK", NEW_LINK, 0, up);
            }
            return made;
        }
    }

    /// Takes both away.
    public void remove() throws RefusedCall {
        byte[] body = new NetlinkBody().numbers(0, near, 0, 0).bytes();
        try (Netlink netlink = Netlink.open()) {
            netlink.request("RTM_DELLINK", DELETE_LINK, 0, body);
        }
    }

    /// The hardware address of an interface.
    public static byte[] hardware(int number) {
        return new byte[] {2, 0, 0, 0, 0, (byte) number};
    }

    /// Gives an interface an address of IPv4.
    public static void address(int ifindex, byte[] address, int prefix) throws RefusedCall {
        byte[] body =
                new NetlinkBody()
                        .octets((byte) 2, (byte) prefix, (byte) 0, (byte) 0)
                        .numbers(ifindex)
                        .octets(1, address)
                        .octets(2, address)
                        .bytes();
        try (Netlink netlink = Netlink.open()) {
            netlink.request("RTM_NEWADDR", NEW_ADDRESS, CREATE, body);
        }
    }

    /// Sends a frame from one of them, Ethernet header and all.
    public static void send(int ifindex, byte[] frame) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor socket =
                        new Descriptor((int) SystemCall.SOCKET.demand(PACKET, RAW, 0))) {
            ByteBuffer to = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
            to.putShort((short) PACKET).putShort((short) 0).putInt(ifindex);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            MemorySegment address = arena.allocateFrom(ValueLayout.JAVA_BYTE, to.array());
            SystemCall.SENDTO.demand(
                    socket.number(),
                    bytes.address(),
                    frame.length,
                    0,
                    address.address(),
                    to.capacity());
        }
    }
}
