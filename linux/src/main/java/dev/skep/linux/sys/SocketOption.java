package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Socket options about programs (`SOL_SOCKET`).
public enum SocketOption {
    /// `SO_ATTACH_FILTER`: a classic filter.
    ATTACH_FILTER(26),
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

    /// Its number, the same on x86-64, arm64 and riscv64.
    int number() {
        return number;
    }

    /// Sets it on the socket of that descriptor.
    public void set(int socket, int value) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            set(socket, arena.allocateFrom(JAVA_INT, value));
        }
    }

    /// Sets it to classic code: instructions of 8 bytes, in the order of this machine.
    public void set(int socket, byte[] code) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            Struct filter =
                    Struct.of(arena, "sock_fprog")
                            .set("len", code.length / Long.BYTES)
                            .point("filter", arena.allocateFrom(JAVA_LONG, longs(code)));
            set(socket, filter.segment());
        }
    }

    private static long[] longs(byte[] code) {
        long[] longs = new long[code.length / Long.BYTES];
        ByteBuffer.wrap(code).order(ByteOrder.nativeOrder()).asLongBuffer().get(longs);
        return longs;
    }

    private void set(int socket, MemorySegment value) throws RefusedCall {
        SystemCall.SETSOCKOPT.demand(
                socket, SOCKET_LEVEL, number, value.address(), value.byteSize());
    }
}
