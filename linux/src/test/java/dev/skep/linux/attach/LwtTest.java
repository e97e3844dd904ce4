package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Link;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Routes with programs, in a namespace with a pair of interfaces: what leaves by `near` arrives at
/// `far`.
class LwtTest extends KernelCase {
    private static final long PATIENCE = 20_000_000_000L;

    private static final MapDefinition COUNTS = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 1);
    private static final int OK = 0;
    private static final int DROP = 2;

    /// Counts its runs and returns a number.
    private static final String COUNT =
            """
            r1 = map[0][0]+0
            r2 = 1
            lock *(u64 *)(r1 + 0) += r2
            r0 = %d
            exit
            """;

    /// Counts packets of IPv4: interfaces that come up send others.
    private static final String COUNT_IPV4 =
            """
            r2 = *(u32 *)(r1 + 4)
            r1 = *(u32 *)(r1 + 0)
            r3 = r1
            r3 += 14
            if r3 > r2 goto out
            r1 = *(u16 *)(r1 + 12)
            if r1 != 8 goto out
            r1 = map[0][0]+0
            r2 = 1
            lock *(u64 *)(r1 + 0) += r2
            out:
            r0 = 2
            exit
            """;

    private record Counter(KernelMap map, KernelProgram program) {
        long runs() {
            return number(map.lookup(bytes(0)).orElseThrow());
        }

        /// Interfaces may deliver a packet a moment after it was sent.
        void awaitRuns(long expected) {
            long end = System.nanoTime() + PATIENCE;
            while (runs() < expected && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertEquals(expected, runs());
        }
    }

    private Counter counter(ProgramType type, String text) {
        KernelMap map = host.createMap(COUNTS);
        return new Counter(map, host.load(program(type, "count", text, COUNTS), List.of(map)));
    }

    private Counter counter(ProgramType type, int result) {
        return counter(type, COUNT.formatted(result));
    }

    private interface Work {
        void run(Veth interfaces, Counter arrived) throws Exception;
    }

    private void withInterfaces(Work work) throws Exception {
        Counter arrived = counter(ProgramType.XDP, COUNT_IPV4);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    Veth interfaces = Veth.create();
                    Veth.address(interfaces.near(), new byte[] {10, 9, 0, 1}, 24);
                    try (Link _ =
                            Xdp.attach(arrived.program(), interfaces.far(), Xdp.Mode.GENERIC)) {
                        work.run(interfaces, arrived);
                    }
                });
    }

    private static void send(String address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
            socket.send(new DatagramPacket(new byte[4], 4, InetAddress.getByName(address), 4000));
        }
    }

    @Test
    void sentPacketsPassAProgramUntilTheRouteIsRemoved() throws Exception {
        for (ProgramType type : List.of(ProgramType.LWT_OUT, ProgramType.LWT_XMIT)) {
            Counter passes = counter(type, OK);
            withInterfaces(
                    (_, arrived) -> {
                        assertThrows(IOException.class, () -> send("10.9.9.1"), "no route");
                        Route route = Route.parse("10.9.9.0/24 dev near");
                        try (Link link = Lwt.attach(passes.program(), route)) {
                            assertEquals("lwt", link.info().kind());
                            assertTrue(link.info().target().contains("10.9.9.0/24"));
                            send("10.9.9.1");
                            assertEquals(1, passes.runs());
                            arrived.awaitRuns(1);
                            send("10.9.0.2");
                            assertEquals(1, passes.runs(), "another route");
                            arrived.awaitRuns(2);
                        }
                        assertThrows(IOException.class, () -> send("10.9.9.1"), "no route");
                    });
        }
    }

    @Test
    void aProgramDropsWhatWouldLeave() throws Exception {
        Counter drops = counter(ProgramType.LWT_XMIT, DROP);
        Counter sees = counter(ProgramType.LWT_OUT, OK);
        withInterfaces(
                (_, arrived) -> {
                    Route route = Route.parse("10.9.9.0/24 via 10.9.0.2 dev near");
                    try (Link _ = Lwt.attach(List.of(sees.program(), drops.program()), route)) {
                        assertThrows(IOException.class, () -> send("10.9.9.1"));
                        assertEquals(1, sees.runs());
                        assertEquals(1, drops.runs());
                        assertEquals(0, arrived.runs());
                    }
                });
    }

    @Test
    void receivedPacketsPassAProgram() throws Exception {
        Counter passes = counter(ProgramType.LWT_IN, OK);
        withInterfaces(
                (_, _) -> {
                    try (Link _ =
                                    Lwt.attach(
                                            passes.program(),
                                            Route.parse("local 10.9.8.1/32 dev lo"));
                            DatagramSocket receiver =
                                    new DatagramSocket(0, InetAddress.getByName("10.9.8.1"))) {
                        receiver.setSoTimeout(10_000);
                        receiver.send(
                                new DatagramPacket(
                                        new byte[4],
                                        4,
                                        receiver.getLocalAddress(),
                                        receiver.getLocalPort()));
                        receiver.receive(new DatagramPacket(new byte[4], 4));
                        assertEquals(1, passes.runs());
                    }
                });
    }

    @Test
    void segmentsHavePrograms() throws Exception {
        Counter segment = counter(ProgramType.LWT_SEG6LOCAL, DROP);
        withInterfaces(
                (interfaces, _) -> {
                    try (Link _ =
                            Lwt.attach(segment.program(), Route.parse("fd00:1::1/128 dev far"))) {
                        long start = System.nanoTime();
                        do {
                            assertTrue(System.nanoTime() - start < PATIENCE, "it was not called");
                            Veth.send(interfaces.near(), segmentRouted());
                        } while (segment.runs() == 0);
                    }
                });
    }

    /// A packet from fd00::9 at the first of two segments, fd00:1::1, on its way to fd00:2::2 (RFC
    /// 8754): nothing is in it.
    private static byte[] segmentRouted() throws IOException {
        byte[] here = InetAddress.getByName("fd00:1::1").getAddress();
        byte[] last = InetAddress.getByName("fd00:2::2").getAddress();
        ByteBuffer frame = ByteBuffer.allocate(14 + 40 + 40);
        frame.put(Veth.hardware(2)).put(Veth.hardware(1)).putShort((short) 0x86dd);
        frame.putInt(0x6000_0000).putShort((short) 40).put((byte) 43).put((byte) 64);
        frame.put(InetAddress.getByName("fd00::9").getAddress()).put(here);
        frame.put((byte) 59).put((byte) 4).put((byte) 4).put((byte) 1);
        frame.put((byte) 1).put((byte) 0).putShort((short) 0).put(last).put(here);
        return frame.array();
    }

    @Test
    void whatIsNoRouteIsRefused() throws Exception {
        Counter counter = counter(ProgramType.LWT_OUT, OK);
        Counter other = counter(ProgramType.XDP, 2);
        withInterfaces(
                (_, _) -> {
                    for (String text :
                            List.of(
                                    "",
                                    "10.9.9.0/24",
                                    "10.9.9.0/33 dev near",
                                    "10.9.9.0/x dev near",
                                    "somewhere dev near",
                                    "10.9.9.0/24 dev near via",
                                    "10.9.9.0/24 by near",
                                    "10.9.9.0/24 dev no-such")) {
                        KernelException none =
                                assertThrows(KernelException.class, () -> Route.parse(text), text);
                        assertEquals(KernelCode.NO_TARGET, none.diagnostic().code());
                    }
                    Route route = Route.parse("10.9.9.0/24 dev near");
                    KernelException type =
                            assertThrows(
                                    KernelException.class,
                                    () -> Lwt.attach(other.program(), route));
                    assertEquals(KernelCode.ATTACH, type.diagnostic().code());
                    try (Link _ = Lwt.attach(counter.program(), route)) {
                        KernelException taken =
                                assertThrows(
                                        KernelException.class,
                                        () -> Lwt.attach(counter.program(), route));
                        assertEquals(KernelCode.ATTACH, taken.diagnostic().code());
                        assertTrue(taken.diagnostic().remedy().contains("detach"));
                    }
                });
    }
}
