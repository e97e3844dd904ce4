package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Link;
import dev.skep.linux.Counter;
import dev.skep.linux.KernelCase;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/// Programs of a pair of netkit interfaces; skipped where the kernel has none.
class NetkitTest extends KernelCase {
    private static final int PASS = 0;

    @Test
    void aProgramSeesWhatThePrimaryInterfaceSends() throws Exception {
        Counter sees = Counter.load(host, ProgramType.SCHED_CLS, AttachType.NETKIT_PRIMARY, PASS);
        Counter peer = Counter.load(host, ProgramType.SCHED_CLS, AttachType.NETKIT_PEER, PASS);
        Sandbox.run(
                _ -> {
                    Veth pair = pair();
                    Veth.address(pair.near(), new byte[] {10, 9, 0, 1}, 24);
                    Tcx.Position last = new Tcx.Position.Last();
                    try (Link link = Netkit.attach(sees.program(), pair.near(), last);
                            Link _ = Netkit.attach(peer.program(), pair.near(), last)) {
                        assertEquals("netkit", link.info().kind());
                        long before = sees.runs();
                        send();
                        assertTrue(sees.runs() > before);
                    }
                    sees.awaitRest(NetkitTest::send);
                });
    }

    private static Veth pair() throws Exception {
        try {
            return Veth.netkit();
        } catch (RefusedCall e) {
            assumeTrue(false, "this kernel has no netkit interfaces: " + e.getMessage());
            throw e;
        }
    }

    private static void send() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress to = InetAddress.getByName("10.9.0.2");
            socket.send(new DatagramPacket(new byte[4], 4, to, 4000));
        }
    }
}
