package dev.skep.linux.sys;

import dev.skep.host.Errno;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Names of network interfaces of the calling thread's namespace, those without addresses too.
public final class InterfaceName {
    private static final int GET_LINK = 18;
    private static final int NAME = 3;

    /// `struct ifinfomsg` stands before the attributes.
    private static final int ATTRIBUTES_AT = 16;

    private static final int HEADER = 4;

    private InterfaceName() {}

    /// The name of the interface of that index; empty if there is none.
    public static Optional<String> of(int index) throws RefusedCall {
        if (index <= 0) {
            return Optional.empty();
        }
        byte[] body = new NetlinkBody().numbers(0, index, 0, 0).bytes();
        try (Netlink netlink = Netlink.open()) {
            return netlink.request("RTM_GETLINK", GET_LINK, 0, body).flatMap(InterfaceName::in);
        } catch (RefusedCall e) {
            if (e.errno() == Errno.ENODEV.number()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<String> in(ByteBuffer answer) {
        int at = ATTRIBUTES_AT;
        while (at + HEADER <= answer.limit()) {
            int length = Short.toUnsignedInt(answer.getShort(at));
            if (answer.getShort(at + 2) == NAME) {
                // A zero ends it.
                byte[] text = new byte[length - HEADER - 1];
                answer.get(at + HEADER, text);
                return Optional.of(new String(text, StandardCharsets.UTF_8));
            }
            at += Math.max(HEADER, length + 3 & -4);
        }
        return Optional.empty();
    }
}
