package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;

/// Socket options about programs (`SOL_SOCKET`).
public enum SocketOption {
    /// `SO_ATTACH_BPF`: a filter.
    ATTACH_PROGRAM(50),
    /// `SO_DETACH_FILTER`.
    DETACH_FILTER(27),
    /// `SO_ATTACH_REUSEPORT_EBPF`: a program that chooses among sockets with one port.
    ATTACH_REUSEPORT(52),
    /// `SO_DETACH_REUSEPORT_BPF`.
    DETACH_REUSEPORT(68);

    private static final int SOCKET_LEVEL = 1;

    private final int number;

    SocketOption(int number) {
        this.number = number;
    }

    /// Sets it on the socket of that descriptor.
    public void set(int socket, int value) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.SETSOCKOPT.demand(
                    socket,
                    SOCKET_LEVEL,
                    number,
                    arena.allocateFrom(JAVA_INT, value).address(),
                    Integer.BYTES);
        }
    }
}
