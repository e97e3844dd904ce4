package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Two interfaces of a sandbox that are the ends of one cable (`veth`).
public final class VirtualCable implements AutoCloseable {
    private static final int NEW_LINK = 16;
    private static final int DELETE_LINK = 17;
    private static final int CREATE = 0x400;
    private static final int EXCLUSIVE = 0x200;
    private static final int NAME = 3;
    private static final int LINK_INFO = 18;
    private static final int KIND = 1;
    private static final int DATA = 2;
    private static final int PEER = 1;

    private static final int UP = 1;

    /// `AF_PACKET`, and a socket of it that sends whole frames.
    private static final int PACKETS = 17;

    private static final int RAW = 3;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int ADDRESS = 20;

    private final int index;
    private final int other;

    private VirtualCable(int index, int other) {
        this.index = index;
        this.other = other;
    }

    /// Makes both ends.
    public static VirtualCable lay(String one, String other) throws Exception {
        byte[] body =
                new NetlinkBody()
                        .numbers(0, 0, 0, 0)
                        .text(NAME, one)
                        .attribute(
                                LINK_INFO,
                                info ->
                                        info.text(KIND, "veth")
                                                .attribute(
                                                        DATA,
                                                        data ->
                                                                data.attribute(
                                                                        PEER,
                                                                        peer ->
                                                                                peer.numbers(
                                                                                                0,
                                                                                                0,
                                                                                                0,
                                                                                                0)
                                                                                        .text(
                                                                                                NAME,
                                                                                                other))))
                        .bytes();
        try (Netlink netlink = Netlink.open()) {
            netlink.request("RTM_NEWLINK", NEW_LINK, CREATE | EXCLUSIVE, body);
        }
        return new VirtualCable(
                InterfaceIndex.ofName(one).orElseThrow(),
                InterfaceIndex.ofName(other).orElseThrow());
    }

    /// Switches both ends on.
    public void up() throws RefusedCall {
        try (Netlink netlink = Netlink.open()) {
            for (int end : new int[] {index, other}) {
                byte[] body = new NetlinkBody().numbers(0, end, UP, UP).bytes();
                netlink.request("RTM_NEWLINK", NEW_LINK, 0, body);
            }
        }
    }

    /// Sends a frame from the second end to the first.
    public void send(byte[] frame) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor socket =
                        new Descriptor(
                                (int) SystemCall.SOCKET.demand(PACKETS, RAW | CLOSE_ON_EXEC, 0))) {
            MemorySegment address = arena.allocate(ADDRESS, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) PACKETS);
            address.set(ValueLayout.JAVA_INT, 4, other);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            SystemCall.SENDTO.demand(
                    socket.number(), bytes.address(), frame.length, 0, address.address(), ADDRESS);
        }
    }

    /// The index of the first end.
    public int index() {
        return index;
    }

    /// Removes it.
    @Override
    public void close() throws RefusedCall {
        try (Netlink netlink = Netlink.open()) {
            netlink.request(
                    "RTM_DELLINK",
                    DELETE_LINK,
                    0,
                    new NetlinkBody().numbers(0, index, 0, 0).bytes());
        }
    }
}
