package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A socket on the loopback interface whose descriptor is known, which Java's own keep to
/// themselves. Whatever waits, gives up after ten seconds with `EAGAIN`.
public final class TestSocket implements AutoCloseable {
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int DO_NOT_WAIT = 0x40;
    private static final int SOCKET_LEVEL = 1;
    private static final int SHARE_PORT = 15;
    private static final int RECEIVE_TIMEOUT = 20;
    private static final int PATIENCE = 10;
    private static final int LARGEST = 4096;

    private final Descriptor descriptor;
    private final SocketAddress.Family family;

    private TestSocket(Descriptor descriptor, SocketAddress.Family family) throws RefusedCall {
        this.descriptor = descriptor;
        this.family = family;
        try (Arena arena = Arena.ofConfined()) {
            option(RECEIVE_TIMEOUT, arena.allocateFrom(JAVA_LONG, PATIENCE, 0));
        }
    }

    /// A TCP socket, or the like of its family.
    public static TestSocket stream(SocketAddress.Family family) throws RefusedCall {
        return open(family, STREAM);
    }

    /// A UDP socket, or the like of its family.
    public static TestSocket datagram(SocketAddress.Family family) throws RefusedCall {
        return open(family, DATAGRAM);
    }

    private static TestSocket open(SocketAddress.Family family, int type) throws RefusedCall {
        long number = SystemCall.SOCKET.demand(family.number(), type | CLOSE_ON_EXEC, 0);
        return new TestSocket(new Descriptor((int) number), family);
    }

    /// The two ends of a new connection.
    public record Pair(TestSocket client, TestSocket server) implements AutoCloseable {
        /// Over TCP and IPv4.
        public static Pair open() throws RefusedCall {
            return open(SocketAddress.Family.IPV4, new SocketAddress.Internet(0));
        }

        /// Of any family.
        public static Pair open(SocketAddress.Family family, SocketAddress address)
                throws RefusedCall {
            try (TestSocket listener = stream(family)) {
                listener.bind(address);
                listener.listen();
                TestSocket client = stream(family);
                client.connect(
                        address instanceof SocketAddress.Internet
                                ? new SocketAddress.Internet(listener.port())
                                : address);
                return new Pair(client, listener.accept());
            }
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    /// Its number.
    public int number() {
        return descriptor.number();
    }

    /// Gives it an address.
    public void bind(SocketAddress address) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = address.bytes(arena, family);
            SystemCall.BIND.demand(number(), bytes.address(), bytes.byteSize());
        }
    }

    /// Connects it.
    public void connect(SocketAddress address) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = address.bytes(arena, family);
            SystemCall.CONNECT.demand(number(), bytes.address(), bytes.byteSize());
        }
    }

    /// Waits for connections from now on.
    public void listen() throws RefusedCall {
        SystemCall.LISTEN.demand(number(), 8);
    }

    /// The next connection.
    public TestSocket accept() throws RefusedCall {
        long number = SystemCall.ACCEPT4.demand(number(), 0, 0, CLOSE_ON_EXEC);
        return new TestSocket(new Descriptor((int) number), family);
    }

    /// Lets others have the same port, if they say so too; before it has one.
    public void sharePort() throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            option(SHARE_PORT, arena.allocateFrom(JAVA_INT, 1));
        }
    }

    /// Sends to the other end of its connection.
    public void send(String text) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = ascii(arena, text);
            SystemCall.SENDTO.demand(number(), bytes.address(), bytes.byteSize());
        }
    }

    /// Sends to an address.
    public void send(String text, SocketAddress to) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = ascii(arena, text);
            MemorySegment address = to.bytes(arena, family);
            SystemCall.SENDTO.demand(
                    number(),
                    bytes.address(),
                    bytes.byteSize(),
                    0,
                    address.address(),
                    address.byteSize());
        }
    }

    /// Waits for bytes, and where they come from.
    public String receive() throws RefusedCall {
        return receive(0);
    }

    /// What is there already.
    ///
    /// @throws RefusedCall `EAGAIN` if nothing is
    public String poll() throws RefusedCall {
        return receive(DO_NOT_WAIT);
    }

    private String receive(int flags) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment room = arena.allocate(LARGEST);
            MemorySegment from = arena.allocate(SocketAddress.LARGEST);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddress.LARGEST);
            long size =
                    SystemCall.RECVFROM.demand(
                            number(),
                            room.address(),
                            LARGEST,
                            flags,
                            from.address(),
                            length.address());
            return new String(room.asSlice(0, size).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
        }
    }

    private static MemorySegment ascii(Arena arena, String text) {
        return arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The port it has, as getsockname(2) tells; of families without ports whatever stands there.
    public int port() throws RefusedCall {
        return port(SystemCall.GETSOCKNAME);
    }

    /// The port of the other end, as getpeername(2) tells.
    public int peer() throws RefusedCall {
        return port(SystemCall.GETPEERNAME);
    }

    private int port(SystemCall call) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(SocketAddress.LARGEST);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddress.LARGEST);
            call.demand(number(), address.address(), length.address());
            return (address.get(JAVA_BYTE, 2) & 0xff) << 8 | address.get(JAVA_BYTE, 3) & 0xff;
        }
    }

    /// Reads a socket option of 32 bits.
    public int option(int name) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
            SystemCall.GETSOCKOPT.demand(
                    number(), SOCKET_LEVEL, name, value.address(), length.address());
            return value.get(JAVA_INT, 0);
        }
    }

    private void option(int name, MemorySegment value) throws RefusedCall {
        SystemCall.SETSOCKOPT.demand(
                number(), SOCKET_LEVEL, name, value.address(), value.byteSize());
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
