package dev.skep.linux.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Options of TCP sockets of IPv4 that Java has no names for.
public final class TcpSockets {
    private static final int TCP = 6;
    private static final int CONGESTION = 13;
    private static final int LOCAL_PORT = 1;
    private static final int INODE = 9;

    private TcpSockets() {}

    /// Has a connected socket of the calling thread's network namespace use a congestion control.
    ///
    /// @throws RefusedCall `ENOENT` if there is none of that name
    public static void congestion(SocketChannel socket, String name)
            throws IOException, RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            SystemCall.SETSOCKOPT.demand(
                    descriptor(socket), TCP, CONGESTION, text.address(), name.length());
        }
    }

    /// The number of a socket's file descriptor: the one that stands for the inode which the kernel
    /// lists for its port.
    private static int descriptor(SocketChannel socket) throws IOException {
        int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        String suffix = ":%04X".formatted(port);
        List<String> lines =
                Files.readAllLines(
                        Path.of("/proc/thread-self/net/tcp"), StandardCharsets.ISO_8859_1);
        String file =
                lines.stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(cells -> cells[LOCAL_PORT].endsWith(suffix))
                        .map(cells -> "socket:[" + cells[INODE] + "]")
                        .findFirst()
                        .orElseThrow();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(path -> standsFor(path, file))
                    .mapToInt(path -> Integer.parseInt(path.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Descriptors of other threads come and go.
    private static boolean standsFor(Path descriptor, String file) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(file);
        } catch (IOException _) {
            return false;
        }
    }
}
