package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.SocketOption;

/// Programs that choose one of the sockets that share a port (`SO_REUSEPORT`).
public final class Reuseport {
    private Reuseport() {}

    /// Attaches `program` to the group of the socket of that file descriptor.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, int socket) {
        String target = "socket " + socket;
        try {
            SocketOption.ATTACH_REUSEPORT.set(socket, program.fileDescriptor());
            return new DirectLink(
                    "reuseport", target, () -> SocketOption.DETACH_REUSEPORT.set(socket, 0));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(
                    "reuseport", target, program, e, "the socket needs SO_REUSEPORT before bind");
        }
    }
}
