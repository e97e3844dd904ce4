package dev.skep.helper;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Ethernet;
import dev.skep.packet.SocketTable.Protocol;
import dev.skep.packet.SocketTable.Socket;
import dev.skep.vm.Execution;
import dev.skep.vm.Region;
import java.util.HashMap;
import java.util.Map;

/// The sockets that a run has been given, as `struct bpf_sock` with a `struct bpf_tcp_sock` behind
/// it. Round-trip times, windows and counters of the latter are zero: nothing flows here.
final class Sockets {
    private static final int SOCK = 80;
    private static final int TCP_SOCK = 116;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int IPPROTO_TCP = 6;
    private static final int IPPROTO_UDP = 17;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private record Open(Socket socket, Block block, Region statistics) {}

    private final Execution run;
    private final Map<Long, Open> open = new HashMap<>();

    private Sockets(Execution run) {
        this.run = run;
    }

    /// The sockets of `run`.
    static Sockets of(Execution run) {
        return run.attachment(Sockets.class)
                .orElseGet(
                        () -> {
                            Sockets sockets = new Sockets(run);
                            run.attach(Sockets.class, sockets);
                            return sockets;
                        });
    }

    /// Gives the program a reference to a socket; its address.
    long open(Socket socket) {
        Block block = new Block(SOCK + TCP_SOCK);
        long address = block.address();
        fill(address, socket);
        Region statistics = region("the TCP socket", address + SOCK, TCP_SOCK);
        open.put(address, new Open(socket, block, statistics));
        run.hold(
                region("the socket", address, SOCK),
                () -> run.memory().remove(open.remove(address).statistics));
        return address;
    }

    /// The socket at `address`; `null` if the program holds none there.
    Socket at(long address) {
        Open found = open.get(address);
        return found == null ? null : found.socket;
    }

    /// Lets the program read the TCP part of the socket at `address`; its address.
    long statistics(long address) {
        Region statistics = open.get(address).statistics;
        run.memory().remove(statistics);
        run.memory().add(statistics);
        return statistics.start();
    }

    /// Takes the reference back; ends the run if there is none.
    void close(long address) {
        Open closed = open.remove(address);
        if (closed == null || !run.release(address)) {
            throw run.fault(
                    "0x%x is no socket that the program holds".formatted(address),
                    "release helper bpf_sk_release expects referenced PTR_TO_BTF_ID passed to R1");
        }
        run.memory().remove(closed.statistics);
    }

    private static Region region(String name, long start, int size) {
        return new Region(Region.Kind.OTHER, name, start, size, Region.Access.READ);
    }

    private static void fill(long address, Socket socket) {
        boolean tcp = socket.flow().protocol() == Protocol.TCP;
        byte[] source = Bytes.array(socket.flow().destinationAddress());
        byte[] destination = Bytes.array(socket.flow().sourceAddress());
        boolean ipv4 = source.length == 4;
        OffHeap.putInt(address, socket.boundIfindex());
        OffHeap.putInt(address + 4, ipv4 ? AF_INET : AF_INET6);
        OffHeap.putInt(address + 8, tcp ? STREAM : DATAGRAM);
        OffHeap.putInt(address + 12, tcp ? IPPROTO_TCP : IPPROTO_UDP);
        OffHeap.putInt(address + 16, socket.mark());
        OffHeap.put(source, address + (ipv4 ? 24 : 28));
        OffHeap.putInt(address + 44, socket.flow().destinationPort());
        Ethernet.write16(address + 48, socket.flow().sourcePort());
        OffHeap.put(destination, address + (ipv4 ? 52 : 56));
        OffHeap.putInt(address + 72, socket.state());
        OffHeap.putInt(address + 76, -1);
    }
}
