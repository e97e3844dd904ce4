package dev.skep.linux.sys;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/// The loopback interface of a sandbox.
public final class Loopback {
    /// Its index, in every network namespace.
    public static final int INDEX = 1;

    private static final int NEW_LINK = 16;
    private static final int UP = 1;

    private Loopback() {}

    /// Switches it on.
    public static void up() throws RefusedCall {
        try (Netlink netlink = Netlink.open()) {
            byte[] body = new NetlinkBody().numbers(0, INDEX, UP, UP).bytes();
            netlink.request("RTM_NEWLINK", NEW_LINK, 0, body);
        }
    }

    /// Sends a packet to itself and receives it.
    public static void exchange() throws Exception {
        exchange(10_000);
    }

    /// Sends a packet to itself and receives it within so many milliseconds.
    ///
    /// @throws java.net.SocketTimeoutException if it does not come
    public static void exchange(int millis) throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket receiver = new DatagramSocket(0, here);
                DatagramSocket sender = new DatagramSocket(0, here)) {
            receiver.setSoTimeout(millis);
            sender.send(new DatagramPacket(new byte[4], 4, here, receiver.getLocalPort()));
            receiver.receive(new DatagramPacket(new byte[4], 4));
        }
    }
}
