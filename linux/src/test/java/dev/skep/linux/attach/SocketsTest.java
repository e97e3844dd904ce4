package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.MalformedException;
import dev.skep.host.BpfMap;
import dev.skep.host.Link;
import dev.skep.isa.classic.ClassicProgram;
import dev.skep.isa.classic.ClassicReader;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.SocketAddress.Family;
import dev.skep.linux.sys.SocketAddress.Internet;
import dev.skep.linux.sys.TestSocket;
import dev.skep.program.MapDefinition;
import dev.skep.spec.AttachType;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Programs of single sockets and of those that share a port.
class SocketsTest extends KernelCase {
    private static final MapDefinition LISTENERS =
            MapDefinition.of("listeners", MapType.REUSEPORT_SOCKARRAY, 4, 8, 2);

    /// Datagrams that start with `p` pass; 8 bytes of UDP are before them.
    private static final String FILTER =
            """
            r6 = r1
            r0 = *(u8 *)skb[8]
            if r0 == 112 goto pass
            r0 = 0
            exit
            pass:
            r0 = -1
            exit
            """;

    /// The same: load byte 8, compare, return 0 or everything.
    private static final String CLASSIC = "4,48 0 0 8,21 1 0 112,6 0 0 0,6 0 0 4294967295";

    @Test
    void aFilterDropsWhatItDoesNotLike() throws Exception {
        KernelProgram program =
                host.load(program(ProgramType.SOCKET_FILTER, "only_p", FILTER), List.of());
        Sandbox.run(_ -> filtered(socket -> SocketFilter.attach(program, socket)));
    }

    @Test
    void aClassicFilterDropsWhatItDoesNotLike() throws Exception {
        ClassicProgram filter = ClassicReader.read(CLASSIC);
        Sandbox.run(_ -> filtered(socket -> SocketFilter.attach(filter, socket)));
    }

    private interface Attaching {
        Link to(int socket);
    }

    private static void filtered(Attaching attaching) throws Exception {
        Loopback.up();
        try (TestSocket receiver = TestSocket.datagram(Family.IPV4);
                TestSocket sender = TestSocket.datagram(Family.IPV4)) {
            receiver.bind(new Internet(0));
            Internet port = new Internet(receiver.port());
            try (Link link = attaching.to(receiver.number())) {
                assertEquals("socket", link.info().kind());
                sender.send("drop", port);
                sender.send("pass", port);
                assertEquals("pass", receiver.receive());
            }
            sender.send("drop", port);
            assertEquals("drop", receiver.receive());
        }
    }

    @Test
    void brokenClassicFiltersDoNotReachTheKernel() {
        ClassicProgram endless = new ClassicProgram(List.of());
        assertThrows(MalformedException.class, () -> SocketFilter.attach(endless, -1));
        KernelException none =
                assertThrows(
                        KernelException.class,
                        () -> SocketFilter.attach(ClassicReader.read("1,6 0 0 0"), -1));
        assertEquals(KernelCode.ATTACH, none.diagnostic().code());
        assertTrue(none.diagnostic().render().contains("EBADF"), none.diagnostic().render());
    }

    @Test
    void theProgramChoosesAmongSocketsOfOnePort() throws Exception {
        KernelMap listeners = host.createMap(LISTENERS);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (TestSocket first = sharing(0);
                            TestSocket second = sharing(first.port());
                            TestSocket sender = TestSocket.datagram(Family.IPV4)) {
                        put(listeners, 0, first);
                        put(listeners, 1, second);
                        List<TestSocket> sockets = List.of(first, second);
                        Internet port = new Internet(first.port());
                        for (int chosen : List.of(1, 0)) {
                            KernelProgram program = choosing(listeners, chosen);
                            try (Link link = Reuseport.attach(program, first.number())) {
                                assertEquals("reuseport", link.info().kind());
                                for (int i = 0; i < 8; i++) {
                                    sender.send("x", port);
                                    assertEquals("x", sockets.get(chosen).receive());
                                }
                                assertThrows(Exception.class, sockets.get(1 - chosen)::poll);
                            }
                        }
                    }
                });
    }

    private static TestSocket sharing(int port) throws Exception {
        TestSocket socket = TestSocket.datagram(Family.IPV4);
        socket.sharePort();
        socket.bind(new Internet(port));
        return socket;
    }

    private KernelProgram choosing(KernelMap listeners, int key) {
        String text =
                """
                *(u32 *)(r10 - 4) = %d
                r2 = map[0] ll
                r3 = r10
                r3 += -4
                r4 = 0
                call bpf_sk_select_reuseport
                r0 = 1
                exit
                """
                        .formatted(key);
        return host.load(
                program(ProgramType.SK_REUSEPORT, "choose", text, LISTENERS)
                        .as(ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT.id(), 0, ""),
                List.of(listeners));
    }

    @Test
    void aLookupBringsConnectionsToAnotherPort() throws Exception {
        since("5.9", "sk_lookup");
        MapDefinition servers = MapDefinition.of("servers", MapType.SOCKMAP, 4, 8, 1);
        KernelMap map = host.createMap(servers);
        String text =
                """
                r6 = r1
                *(u32 *)(r10 - 4) = 0
                r1 = map[0] ll
                r2 = r10
                r2 += -4
                call bpf_map_lookup_elem
                if r0 == 0 goto pass
                r7 = r0
                r1 = r6
                r2 = r7
                r3 = 0
                call bpf_sk_assign
                r1 = r7
                call bpf_sk_release
                pass:
                r0 = 1
                exit
                """;
        KernelProgram program =
                host.load(
                        program(ProgramType.SK_LOOKUP, "assign", text, servers)
                                .as(ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP.id(), 0, ""),
                        List.of(map));
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (TestSocket server = TestSocket.stream(Family.IPV4);
                            TestSocket client = TestSocket.stream(Family.IPV4)) {
                        server.bind(new Internet(0));
                        server.listen();
                        put(map, 0, server);
                        int nobody = server.port() == 7 ? 9 : 7;
                        try (Link _ = NetworkNamespace.attach(program)) {
                            client.connect(new Internet(nobody));
                            client.send("hello");
                            try (TestSocket accepted = server.accept()) {
                                assertEquals("hello", accepted.receive());
                            }
                        }
                        try (TestSocket late = TestSocket.stream(Family.IPV4)) {
                            assertThrows(Exception.class, () -> late.connect(new Internet(nobody)));
                        }
                    }
                });
    }

    private static void put(KernelMap map, int key, TestSocket socket) {
        map.update(bytes(key), bytes((long) socket.number()), BpfMap.ANY);
    }
}
