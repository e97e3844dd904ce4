package dev.skep.helper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.map.JvmMap;
import dev.skep.packet.Copy;
import dev.skep.packet.Ethernet;
import dev.skep.packet.Redirect;
import dev.skep.packet.Redirect.Direction;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedirectTest {
    private final DirectRun direct = DirectRun.repeatable();

    @Test
    void redirectOfAFrameNotesTheInterface() {
        XdpFrame frame = direct.frame();
        assertEquals(4, direct.call("redirect", 7, 0));
        assertEquals(Optional.of(new Redirect.ToInterface(7, Direction.EGRESS)), frame.redirect());
    }

    @Test
    void redirectWithUnknownFlagsNotesNothing() {
        XdpFrame frame = direct.frame();
        assertEquals(0, direct.call("redirect", 7, 1));
        assertEquals(Optional.empty(), frame.redirect());
    }

    @Test
    void redirectOfASocketBufferNotesTheDirection() {
        SocketBuffer buffer = direct.buffer();
        assertEquals(7, direct.call("redirect", 5, 1));
        assertEquals(
                Optional.of(new Redirect.ToInterface(5, Direction.INGRESS)), buffer.redirect());
        assertEquals(7, direct.call("redirect_peer", 6, 0));
        assertEquals(Optional.of(new Redirect.ToPeer(6)), buffer.redirect());
        assertEquals(7, direct.call("redirect_neigh", 8, 0, 0, 0));
        assertEquals(Optional.of(new Redirect.ToNeighbour(8)), buffer.redirect());
    }

    @Test
    void theNextPacketStartsWithoutARedirect() {
        SocketBuffer buffer = direct.buffer();
        direct.call("redirect", 5, 0);
        direct.call("clone_redirect", 0, 5, 0);
        buffer.load(DirectRun.PACKET, new byte[0], SocketBuffer.Start.LINK_HEADER);
        assertEquals(Optional.empty(), buffer.redirect());
        assertEquals(List.of(), buffer.copies());
    }

    @Test
    void copiesCarryTheVlanTagThatTravelsBesideThePacket() {
        SocketBuffer buffer = direct.buffer();
        direct.call("skb_vlan_push", 0, Ethernet.raw(0x88a8), 42);
        assertEquals(0, direct.call("clone_redirect", 0, 9, 0));
        Copy copy = buffer.copies().getFirst();
        assertEquals(new Redirect.ToInterface(9, Direction.EGRESS), copy.target());
        assertEquals(DirectRun.PACKET.length + 4, copy.bytes().length);
        assertArrayEquals(
                new byte[] {(byte) 0x88, (byte) 0xa8, 0, 42},
                Arrays.copyOfRange(copy.bytes(), 12, 16));
        assertArrayEquals(DirectRun.PACKET, buffer.packet().bytes());
    }

    @Test
    void redirectThroughAMapNotesTheEntry() {
        HelperBench bench = new HelperBench("xdp_redirects");
        JvmMap devices = bench.map("devices");
        devices.update(new byte[4], new byte[] {11, 0, 0, 0}, 0);
        bench.run(DirectRun.PACKET);
        assertEquals(4, bench.result(1));
        assertEquals(4, bench.result(2));
    }
}
