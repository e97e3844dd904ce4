package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.memory.OffHeap;
import dev.skep.packet.Network;
import dev.skep.packet.RoutingTable.Route;
import dev.skep.packet.SocketTable.Flow;
import dev.skep.packet.SocketTable.Protocol;
import dev.skep.packet.SocketTable.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Routes, sockets and SYN cookies.
class NetworkTest {
    private static final List<Byte> HERE = address("0a000002");
    private static final List<Byte> THERE = address("0a000001");
    private static final Flow FLOW = new Flow(Protocol.TCP, THERE, 4000, HERE, 80);
    private static final String TUPLE = "0a0000010a0000020fa00050";

    private final DirectRun direct = DirectRun.repeatable();

    private static List<Byte> address(String hex) {
        return Bytes.list(HexFormat.of().parseHex(hex));
    }

    private void supply(Network network) {
        direct.run.attach(Network.class, network);
    }

    @Test
    void withoutATableThereIsNoRoute() {
        direct.buffer();
        long params = direct.put("02");
        assertEquals(4, direct.call("fib_lookup", 0, params, 64, 0));
        assertEquals(-22, direct.call("fib_lookup", 0, params, 63, 0));
        assertEquals(-22, direct.call("fib_lookup", 0, params, 64, 1 << 6));
        assertEquals(-97, direct.call("fib_lookup", 0, direct.put("03"), 64, 0));
    }

    @Test
    void aRouteFillsInInterfaceAndLinkAddresses() {
        Route route =
                new Route(6, List.of(), address("020000000006"), address("020000000007"), 1400);
        supply(
                Network.NONE.withRoutes(
                        d -> d.equals(HERE) ? Optional.of(route) : Optional.empty()));
        long params = direct.put("02");
        OffHeap.put(Bytes.array(HERE), params + 32);
        assertEquals(0, direct.call("fib_lookup", 0, params, 64, 0));
        assertEquals(6, OffHeap.getInt(params + 8));
        assertEquals(1400, OffHeap.getShort(params + 6));
        assertEquals("020000000006020000000007", hex(params + 52, 12));
        OffHeap.putShort(params + 6, (short) 1401);
        assertEquals(8, direct.call("fib_lookup", 0, params, 64, 0));
        OffHeap.put(Bytes.array(THERE), params + 32);
        assertEquals(4, direct.call("fib_lookup", 0, params, 64, 0));
    }

    @Test
    void aRouteWithoutNeighbourSaysSo() {
        Route route = new Route(6, List.of(), address("020000000006"), List.of(), 1500);
        supply(Network.NONE.withRoutes(_ -> Optional.of(route)));
        assertEquals(7, direct.call("fib_lookup", 0, direct.put("02"), 64, 0));
        assertEquals(0, direct.call("fib_lookup", 0, direct.put("02"), 64, 4));
    }

    @Test
    void packetsThatFitTheInterfacePass() {
        direct.buffer();
        long length = direct.put("00");
        assertEquals(0, direct.call("check_mtu", 0, 0, length, 0, 0));
        assertEquals(1500, OffHeap.getInt(length));
        assertEquals(0, direct.call("check_mtu", 0, 0, length, 0, 0));
        assertEquals(1, direct.call("check_mtu", 0, 0, length, 1, 0));
    }

    @Test
    void withoutATableThereIsNoSocket() {
        assertEquals(0, direct.call("sk_lookup_tcp", 0, direct.put(TUPLE), 12, -1, 0));
    }

    @Test
    void aSocketIsFoundReadAndReleased() {
        Socket listening = new Socket(FLOW, Socket.LISTENING, 5, 2);
        supply(
                Network.NONE.withSockets(
                        f -> f.equals(FLOW) ? Optional.of(listening) : Optional.empty()));
        long socket = direct.call("sk_lookup_tcp", 0, direct.put(TUPLE), 12, -1, 0);
        assertNotEquals(0, socket);
        direct.run.memory().requireReadable(socket, 80);
        assertEquals(2, OffHeap.getInt(socket));
        assertEquals(5, OffHeap.getInt(socket + 16));
        assertEquals(80, OffHeap.getInt(socket + 44));
        assertEquals(Socket.LISTENING, OffHeap.getInt(socket + 72));
        assertEquals(socket, direct.call("sk_fullsock", socket));
        assertEquals(socket, direct.call("get_listener_sock", socket));
        assertNotEquals(0, direct.call("tcp_sock", socket));
        assertEquals(-22, direct.call("sk_assign", 0, socket, 1));
        assertEquals(0, direct.call("sk_assign", 0, socket, 0));
        assertEquals(0, direct.call("sk_release", socket));
        assertThrows(RuntimeException.class, () -> direct.call("sk_release", socket));
        assertEquals(Optional.empty(), direct.run.memory().find(socket, 1));
        assertEquals(0, direct.call("sk_lookup_udp", 0, direct.put(TUPLE), 12, -1, 0));
        assertEquals(0, direct.call("sk_lookup_tcp", 0, direct.put(TUPLE), 12, -1, 1));
    }

    /// The header of an answer acknowledges the cookie plus one and continues the sequence.
    @Test
    void aCookieIsAcceptedWhenItComesBack() {
        String ip = "4500002800004000400600000a0000010a000002";
        long headers = direct.put(ip + "0fa00050000003e8000000006002ffff00000000020405b4");
        long cookie = direct.call("tcp_raw_gen_syncookie_ipv4", headers, headers + 20, 24);
        assertEquals(1460, cookie >>> 32);
        String acknowledged = "%08x".formatted((int) cookie + 1);
        long answer = direct.put(ip + "0fa00050000003e9" + acknowledged + "5010ffff00000000");
        assertEquals(0, direct.call("tcp_raw_check_syncookie_ipv4", answer, answer + 20));
        long forged = direct.put(ip + "0fa00051000003e9" + acknowledged + "5010ffff00000000");
        assertEquals(-13, direct.call("tcp_raw_check_syncookie_ipv4", forged, forged + 20));
        assertEquals(-22, direct.call("tcp_raw_gen_syncookie_ipv4", headers, headers + 20, 19));
    }

    private static String hex(long address, int size) {
        return HexFormat.of().formatHex(OffHeap.bytes(address, size));
    }
}
