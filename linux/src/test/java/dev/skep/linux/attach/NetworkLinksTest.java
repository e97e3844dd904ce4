package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.host.Link;
import dev.skep.linux.Counter;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import dev.skep.spec.AttachType;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.ProgramType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hooks of the network, each on the loopback interface of a namespace of its own.
class NetworkLinksTest extends KernelCase {
    private static final long PATIENCE = 20_000_000_000L;

    private Counter counter(ProgramType type, AttachType attach, int result) {
        int expected = attach == null ? 0 : attach.id();
        return Counter.load(host, type, expected, "", "", result);
    }

    @Test
    void xdpSeesPacketsUntilItIsDetached() throws Exception {
        Counter first = counter(ProgramType.XDP, null, 2);
        Counter second = counter(ProgramType.XDP, null, 2);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    KernelLink link = Xdp.attach(first.program(), Loopback.INDEX, Xdp.Mode.GENERIC);
                    Loopback.exchange();
                    assertTrue(first.runs() > 0);
                    assertEquals("xdp", link.info().kind());
                    int before = link.info().program().orElseThrow();
                    link.update(second.program());
                    assertTrue(link.info().program().orElseThrow() != before);
                    long seen = first.runs();
                    Loopback.exchange();
                    assertTrue(second.runs() > 0);
                    assertEquals(seen, first.runs());
                    KernelException busy =
                            assertThrows(
                                    KernelException.class,
                                    () ->
                                            Xdp.attach(
                                                    first.program(),
                                                    Loopback.INDEX,
                                                    Xdp.Mode.GENERIC));
                    assertEquals(KernelCode.ATTACH, busy.diagnostic().code());
                    assertTrue(busy.diagnostic().remedy().contains("detach"));
                    link.close();
                    link.close();
                    second.awaitRest(Loopback::exchange);
                });
    }

    @Test
    void driversRunXdpThemselves() throws Exception {
        Counter counter = counter(ProgramType.XDP, null, 2);
        Sandbox.run(
                _ -> {
                    Veth interfaces = Veth.create();
                    try (Link link =
                            Xdp.attach(counter.program(), interfaces.near(), Xdp.Mode.NATIVE)) {
                        long start = System.nanoTime();
                        while (counter.runs() == 0 && System.nanoTime() - start < PATIENCE) {
                            Veth.send(interfaces.far(), new byte[60]);
                            Thread.onSpinWait();
                        }
                        assertTrue(counter.runs() > 0);
                        assertTrue(link.info().target().contains("native"), link.info().target());
                    }
                });
    }

    @Test
    void aPinnedLinkOutlivesItsDescriptor() throws Exception {
        Counter counter = counter(ProgramType.XDP, null, 2);
        Sandbox.run(
                folder -> {
                    Loopback.up();
                    Path pin = folder.resolve("link");
                    try (Link link = Xdp.attach(counter.program(), Loopback.INDEX, Xdp.Mode.ANY)) {
                        link.pin(pin);
                        KernelException taken =
                                assertThrows(KernelException.class, () -> link.pin(pin));
                        assertEquals(KernelCode.PIN, taken.diagnostic().code());
                    }
                    Loopback.exchange();
                    assertTrue(counter.runs() > 0);
                    Files.delete(pin);
                });
    }

    @Test
    void tcxRunsInTheOrderThatIsAskedFor() throws Exception {
        since("6.6", "tcx");
        Counter last = counter(ProgramType.SCHED_CLS, AttachType.TCX_INGRESS, -1);
        Counter first = counter(ProgramType.SCHED_CLS, AttachType.TCX_INGRESS, 2);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    Tcx.Position end = new Tcx.Position.Last();
                    try (Link _ = tcx(last, Tcx.Direction.INGRESS, end)) {
                        Loopback.exchange();
                        long seen = last.runs();
                        assertTrue(seen > 0);
                        // Drops everything before the other one sees it.
                        try (Link _ = tcx(first, Tcx.Direction.INGRESS, new Tcx.Position.First())) {
                            assertThrows(
                                    java.net.SocketTimeoutException.class,
                                    () -> Loopback.exchange(1));
                            assertEquals(seen, last.runs());
                            assertTrue(first.runs() > 0);
                        }
                    }
                });
    }

    private static Link tcx(Counter counter, Tcx.Direction direction, Tcx.Position position) {
        return Tcx.attach(counter.program(), Loopback.INDEX, direction, position);
    }

    @Test
    void trafficControlIsAttachedAsTheKernelCan() throws Exception {
        Counter counter = counter(ProgramType.SCHED_CLS, null, 0);
        boolean tcx = here().compareTo(KernelVersion.of("6.6")) >= 0;
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    Link link =
                            Attachment.attach(null, counter.program(), "lo", Xdp.Mode.ANY, 0)
                                    .getFirst();
                    assertEquals(tcx ? "tcx" : "clsact", link.info().kind());
                    Loopback.exchange();
                    assertTrue(counter.runs() > 0);
                    link.close();
                    counter.awaitRest(Loopback::exchange);
                });
    }

    @Test
    void clsactSeesPacketsBothWays() throws Exception {
        Counter in = counter(ProgramType.SCHED_CLS, null, 0);
        Counter out = counter(ProgramType.SCHED_CLS, null, 0);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    Link ingress = Clsact.attach(in.program(), 1, Tcx.Direction.INGRESS);
                    Link egress = Clsact.attach(out.program(), 1, Tcx.Direction.EGRESS);
                    Loopback.exchange();
                    assertTrue(in.runs() > 0);
                    assertTrue(out.runs() > 0);
                    assertThrows(KernelException.class, () -> ingress.update(in.program()));
                    ingress.close();
                    egress.close();
                    in.awaitRest(Loopback::exchange);
                });
    }

    @Test
    void netfilterSeesPackets() throws Exception {
        since("6.4", "netfilter");
        Counter counter = counter(ProgramType.NETFILTER, AttachType.NETFILTER, 1);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link _ =
                            Netfilter.attach(
                                    counter.program(),
                                    Netfilter.Family.IPV4,
                                    Netfilter.Point.LOCAL_IN,
                                    -128)) {
                        Loopback.exchange();
                        assertTrue(counter.runs() > 0);
                    }
                });
    }

    @Test
    void socketLookupsBelongToANamespace() throws Exception {
        Counter counter = counter(ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP, 1);
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link link = NetworkNamespace.attach(counter.program())) {
                        Loopback.exchange();
                        assertTrue(counter.runs() > 0);
                        assertEquals("netns", link.info().kind());
                    }
                });
    }

    @Test
    void flowDissectorsAreAskedForTheHashOfAPacket() throws Exception {
        Counter counter = counter(ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR, 0);
        String hash =
                """
                r6 = r1
                call bpf_set_hash_invalid
                r1 = r6
                call bpf_get_hash_recalc
                r0 = 0
                exit
                """;
        KernelProgram asks = host.load(program(ProgramType.SCHED_CLS, "hash", hash), List.of());
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (Link _ = Clsact.attach(asks, Loopback.INDEX, Tcx.Direction.INGRESS)) {
                        try (Link link = NetworkNamespace.attach(counter.program())) {
                            Loopback.exchange();
                            assertTrue(counter.runs() > 0);
                            assertEquals("netns", link.info().kind());
                        }
                        counter.awaitRest(Loopback::exchange);
                    }
                });
    }

    @Test
    void interfacesWithoutAnAddressAreFound() throws Exception {
        Sandbox.run(
                _ -> {
                    Veth interfaces = Veth.create();
                    int index = interfaces.near();
                    assertEquals(index, Interfaces.index("near"));
                    assertEquals(index, Interfaces.index("" + index));
                    interfaces.remove();
                    assertThrows(KernelException.class, () -> Interfaces.index("near"));
                    assertThrows(KernelException.class, () -> Interfaces.index("999999999"));
                    assertThrows(
                            KernelException.class,
                            () -> Interfaces.index("longer-than-names-can-be"));
                    assertEquals(Loopback.INDEX, Interfaces.index("lo"));
                });
    }

    @Test
    void whatIsNotThereIsNamed() {
        Counter counter = counter(ProgramType.XDP, null, 2);
        KernelException none =
                assertThrows(KernelException.class, () -> Interfaces.index("no-such"));
        assertEquals(KernelCode.NO_TARGET, none.diagnostic().code());
        KernelException wrong =
                assertThrows(
                        KernelException.class,
                        () -> Xdp.attach(counter.program(), 1 << 20, Xdp.Mode.ANY));
        assertEquals(KernelCode.ATTACH, wrong.diagnostic().code());
        KernelException socket =
                assertThrows(
                        KernelException.class,
                        () ->
                                SocketFilter.attach(
                                        counter(ProgramType.SOCKET_FILTER, null, -1).program(),
                                        -1));
        assertEquals(KernelCode.ATTACH, socket.diagnostic().code());
    }
}
