package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.SocketOption;

/// Filters of one socket: programs that say how much of each packet it receives.
public final class SocketFilter {
    private SocketFilter() {}

    /// Attaches `program` to the socket of that file descriptor, in the place of the one before.
    /// Closing the link takes it away again; so does closing the socket.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, int socket) {
        String target = "socket " + socket;
        try {
            SocketOption.ATTACH_PROGRAM.set(socket, program.fileDescriptor());
            return new DirectLink(
                    "socket", target, () -> SocketOption.DETACH_FILTER.set(socket, 0));
        } catch (RefusedCall e) {
            throw AttachRefusals.of("socket", target, program, e, "");
        }
    }
}
