package dev.skep.linux.attach;

import dev.skep.host.Errno;
import dev.skep.linux.sys.Netlink;
import dev.skep.linux.sys.NetlinkBody;
import dev.skep.linux.sys.RefusedCall;

/// Network interfaces of the calling thread's network namespace, those without addresses too, which
/// [java.net.NetworkInterface] does not know.
public final class Interfaces {
    private static final int GET_LINK = 18;
    private static final int NAME = 3;

    /// Where the index stands in `struct ifinfomsg`.
    private static final int INDEX_AT = 4;

    private static final int LONGEST_NAME = 15;

    private Interfaces() {}

    /// The index of the interface of that name, or of that number.
    ///
    /// @throws dev.skep.linux.KernelException if there is none
    public static int index(String name) {
        boolean number = name.matches("[0-9]{1,9}");
        NetlinkBody body = new NetlinkBody().numbers(0, number ? Integer.parseInt(name) : 0, 0, 0);
        if (name.isEmpty() || !number && name.length() > LONGEST_NAME) {
            throw missing(name);
        }
        if (!number) {
            body.text(NAME, name);
        }
        try (Netlink netlink = Netlink.open()) {
            return netlink.request("RTM_GETLINK", GET_LINK, 0, body.bytes())
                    .orElseThrow(() -> missing(name))
                    .getInt(INDEX_AT);
        } catch (RefusedCall e) {
            if (e.errno() == Errno.ENODEV.number()) {
                throw missing(name);
            }
            throw AttachRefusals.missing(
                    "network interfaces cannot be looked up: " + e.getMessage(),
                    "look whether this process may open sockets");
        }
    }

    private static RuntimeException missing(String name) {
        return AttachRefusals.missing(
                "there is no network interface " + name,
                "name one of this network namespace: ip link");
    }
}
