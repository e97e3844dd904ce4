package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.linux.attach.SocketFilter;
import dev.skep.linux.sys.Forbidden;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.SocketAddress.Family;
import dev.skep.linux.sys.SocketAddress.Internet;
import dev.skep.linux.sys.TestSocket;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.object.LinkedObject;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import dev.skep.spec.ProgramType;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What users without capabilities may do where the system lets them do anything: programs of
/// sockets with plain maps.
class UnprivilegedTest extends KernelCase {
    private static final MapDefinition COUNTS = MapDefinition.of("counts", MapType.ARRAY, 4, 8, 1);
    private static final String COUNT =
            """
            r1 = map[0][0]+0
            r2 = 1
            lock *(u64 *)(r1 + 0) += r2
            r0 = 1
            exit
            """;

    @BeforeEach
    void demandThatTheyMay() {
        assumeTrue(
                Rights.unprivileged().equals("0"),
                "users without capabilities may load nothing: kernel.unprivileged_bpf_disabled is "
                        + Rights.unprivileged());
    }

    private interface Work {
        void run(KernelHost own) throws Exception;
    }

    private static void withoutCapabilities(Work work) throws Exception {
        Exception failure =
                Forbidden.withoutCapabilities(
                        () -> {
                            try (KernelHost own = KernelHost.open()) {
                                work.run(own);
                                return null;
                            } catch (Exception e) {
                                return e;
                            }
                        });
        if (failure != null) {
            throw failure;
        }
    }

    @Test
    void theirSocketFiltersCount() throws Exception {
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    withoutCapabilities(UnprivilegedTest::count);
                });
    }

    private static void count(KernelHost own) throws Exception {
        KernelMap map = own.createMap(COUNTS);
        Program filter = program(ProgramType.SOCKET_FILTER, "count", COUNT, COUNTS);
        try (TestSocket receiver = TestSocket.datagram(Family.IPV4);
                TestSocket sender = TestSocket.datagram(Family.IPV4)) {
            receiver.bind(new Internet(0));
            SocketFilter.attach(own.load(filter, List.of(map)), receiver.number());
            sender.send("x", new Internet(receiver.port()));
            assertEquals(1, number(map.lookup(bytes(0)).orElseThrow()));
            map.update(bytes(0), bytes(7L), BpfMap.ANY);
        }
    }

    @Test
    void otherProgramsAreRefusedWithWhatTheyTake() throws Exception {
        withoutCapabilities(
                own -> {
                    KernelException e =
                            assertThrows(
                                    KernelException.class,
                                    () -> own.load(xdp("passes", "r0 = 2\nexit"), List.of()));
                    assertEquals(KernelCode.PROGRAM, e.diagnostic().code());
                    assertTrue(e.diagnostic().remedy().contains("CAP_NET_ADMIN"));
                });
        Checkup rights =
                Forbidden.withoutCapabilities(Doctor::examine).stream()
                        .filter(c -> c.name().equals("rights"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(Checkup.State.LIMITED, rights.state());
    }

    /// Types are nothing for them: objects are loaded without.
    @Test
    void objectsAreLoadedWithoutTheirTypes() throws Exception {
        LinkedObject linked;
        try (InputStream file = KernelCase.class.getResourceAsStream("typed.o")) {
            linked = BpfObject.read(file.readAllBytes()).link(LinkOptions.standard());
        }
        assertTrue(linked.programs().getFirst().btf().isPresent());
        withoutCapabilities(
                own -> {
                    KernelObject loaded = own.load(linked, LoadOptions.standard());
                    try (TestSocket socket = TestSocket.datagram(Family.IPV4)) {
                        SocketFilter.attach(loaded.programs().getFirst(), socket.number());
                    }
                });
    }
}
