package dev.skep.linux.sys;

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

    private final int index;

    private VirtualCable(int index) {
        this.index = index;
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
        return new VirtualCable(InterfaceIndex.ofName(one).orElseThrow());
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
