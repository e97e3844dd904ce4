package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.isa.classic.ClassicProgram;
import dev.skep.isa.classic.ClassicValidator;
import dev.skep.isa.classic.Flavour;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.SocketOption;
import java.nio.ByteOrder;

/// Filters of one socket: programs that say how much of each packet it receives.
public final class SocketFilter {
    private SocketFilter() {}

    /// Attaches `program` to the socket of that file descriptor, in the place of the one before.
    /// Closing the link takes it away again; so does closing the socket.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, int socket) {
        try {
            SocketOption.ATTACH_PROGRAM.set(socket, program.fileDescriptor());
            return link(socket);
        } catch (RefusedCall e) {
            throw AttachRefusals.of("socket", target(socket), program, e, "");
        }
    }

    /// Attaches a classic filter to the socket of that file descriptor, in the place of the one
    /// before. Nothing has to be loaded first, and it takes no privilege.
    ///
    /// @throws dev.skep.diag.MalformedException if it is no filter that sockets take
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(ClassicProgram filter, int socket) {
        ClassicValidator.check(filter, Flavour.SOCKET_FILTER);
        try {
            SocketOption.ATTACH_FILTER.set(socket, filter.encode(ByteOrder.nativeOrder()));
            return link(socket);
        } catch (RefusedCall e) {
            throw AttachRefusals.of("classic filter", target(socket), e, "");
        }
    }

    private static String target(int socket) {
        return "socket " + socket;
    }

    private static Link link(int socket) {
        return new DirectLink(
                "socket", target(socket), () -> SocketOption.DETACH_FILTER.set(socket, 0));
    }
}
