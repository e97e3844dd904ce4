package dev.skep.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Requests to the routing part of the kernel (rtnetlink(7)), for what has no other interface. For
/// one thread at a time; it speaks to the network namespace of the thread that opened it.
public final class Netlink implements AutoCloseable {
    private static final int FAMILY = 16;
    private static final int RAW = 3;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int ROUTE = 0;

    private static final int HEADER = 16;
    private static final int ERROR = 2;
    private static final int REQUEST = 1;
    private static final int ACKNOWLEDGE = 4;
    private static final int ROOM = 1 << 15;

    private final Descriptor socket;
    private int sequence;

    private Netlink(Descriptor socket) {
        this.socket = socket;
    }

    /// Opens a socket to the kernel.
    public static Netlink open() throws RefusedCall {
        return new Netlink(
                new Descriptor((int) SystemCall.SOCKET.demand(FAMILY, RAW | CLOSE_ON_EXEC, ROUTE)));
    }

    /// Makes a request and waits for its answer.
    ///
    /// @param name of the request, for messages: `RTM_NEWQDISC`
    /// @param type its number
    /// @param flags beyond those that every request has
    /// @return the body of the first message that came before the acknowledgement: of the new
    ///   object itself, if the flags ask for it
    public Optional<ByteBuffer> request(String name, int type, int flags, byte[] body)
            throws RefusedCall {
        ByteBuffer message = buffer(HEADER + body.length);
        message.putInt(HEADER + body.length)
                .putShort((short) type)
                .putShort((short) (flags | REQUEST | ACKNOWLEDGE))
                .putInt(++sequence)
                .putInt(0)
                .put(body);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sent = arena.allocateFrom(JAVA_BYTE, message.array());
            SystemCall.SENDTO.demand(socket.number(), sent.address(), sent.byteSize());
            MemorySegment room = arena.allocate(ROOM);
            Optional<ByteBuffer> echo = Optional.empty();
            while (true) {
                long size = SystemCall.RECVFROM.demand(socket.number(), room.address(), ROOM);
                ByteBuffer answer =
                        ByteBuffer.wrap(room.asSlice(0, size).toArray(JAVA_BYTE))
                                .order(ByteOrder.nativeOrder());
                while (answer.remaining() >= HEADER) {
                    int start = answer.position();
                    int length = answer.getInt(start);
                    if (answer.getShort(start + 4) == ERROR) {
                        int errno = -answer.getInt(start + HEADER);
                        if (errno != 0) {
                            throw new RefusedCall(name, errno, "");
                        }
                        return echo;
                    }
                    if (echo.isEmpty()) {
                        echo = Optional.of(body(answer, start, length));
                    }
                    answer.position(Math.min(answer.limit(), start + (length + 3 & -4)));
                }
            }
        }
    }

    private static ByteBuffer body(ByteBuffer answer, int start, int length) {
        return answer.slice(start + HEADER, length - HEADER).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        socket.close();
    }
}
