package dev.skep.linux.sys;

import dev.skep.host.Errno;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// Looks up network interfaces (netdevice(7)) of the calling thread's namespace. Those without an
/// address are found, too, which Java's own look-up passes over.
public final class InterfaceIndex {
    private static final int UNIX = 1;
    private static final int DATAGRAM = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;

    /// `SIOCGIFNAME`.
    private static final int NAME_OF_INDEX = 0x8910;

    /// `SIOCGIFINDEX`.
    private static final int INDEX_OF_NAME = 0x8933;

    private InterfaceIndex() {}

    /// The index of the interface of that name; empty if there is none.
    public static OptionalInt ofName(String name) throws RefusedCall {
        return ask(INDEX_OF_NAME, name, 0);
    }

    /// That index itself; empty if no interface has it.
    public static OptionalInt ofIndex(int index) throws RefusedCall {
        return ask(NAME_OF_INDEX, "", index);
    }

    private static OptionalInt ask(int request, String name, int index) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor socket = socket()) {
            Struct interfaces = Struct.of(arena, "ifreq").set("_ifindex", index);
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            if (text.length >= Layout.of("ifreq").field("_name").size()) {
                return OptionalInt.empty();
            }
            interfaces.segment().asSlice(0, text.length).asByteBuffer().put(text);
            long result =
                    SystemCall.IOCTL.call(socket.number(), request, interfaces.segment().address());
            if (result == -Errno.ENODEV.number() || result == -Errno.ENXIO.number()) {
                return OptionalInt.empty();
            }
            if (result < 0) {
                throw new RefusedCall(SystemCall.IOCTL.manualName(), (int) -result, "");
            }
            return OptionalInt.of(interfaces.number("_ifindex"));
        }
    }

    private static Descriptor socket() throws RefusedCall {
        return new Descriptor((int) SystemCall.SOCKET.demand(UNIX, DATAGRAM | CLOSE_ON_EXEC, 0));
    }
}
