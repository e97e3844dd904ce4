package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.BtfKind;
import dev.skep.diag.LinkException;
import dev.skep.host.Errno;
import dev.skep.linux.KernelCase;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelObject;
import dev.skep.linux.KernelStructOps;
import dev.skep.linux.LoadOptions;
import dev.skep.linux.sys.Loopback;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.TcpSockets;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// TCP congestion controls of our own, used by connections over the loopback interface of a
/// namespace. Their names are known to the whole kernel: each test has its own.
class StructOpsHookTest extends KernelCase {
    private static final AtomicInteger TESTS = new AtomicInteger();

    /// At most 15 characters.
    private final String name =
            "sk%x_%d".formatted(ProcessHandle.current().pid(), TESTS.incrementAndGet());

    private static final int START = 0;
    private static final int GROW = 1;
    private static final int GROW_LATER = 3;

    private static BpfObject object() {
        try (InputStream file = KernelCase.class.getResourceAsStream("congestion.bpf.o")) {
            return BpfObject.read(file.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private KernelObject load(String... names) {
        BpfObject object = object();
        Map<String, String> values =
                Set.of(names).stream()
                        .filter(n -> !n.equals("unknown") && !n.equals("narrow"))
                        .filter(n -> !n.equals("unused"))
                        .collect(Collectors.toMap(n -> n + ".name", _ -> name));
        LinkOptions base = LinkOptions.standard().withPrograms(Set.of(names)).withGlobals(values);
        return host.load(
                object.link(host.kernel().linkOptions(object, base)), LoadOptions.standard());
    }

    private void demandStructOps() {
        assumeTrue(
                host.kernel()
                        .types()
                        .filter(
                                t ->
                                        t.find(BtfKind.STRUCT, "bpf_struct_ops_tcp_congestion_ops")
                                                .isPresent())
                        .isPresent(),
                "programs cannot be congestion controls of this kernel");
    }

    private static long calls(KernelObject object, int which) {
        return number(object.map("calls").lookup(bytes(which)).orElseThrow());
    }

    @Test
    void connectionsUseACongestionControlUntilItsLinkEnds() throws Exception {
        demandStructOps();
        KernelObject object = load("steady");
        KernelStructOps steady = object.struct("steady");
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    assertEquals(Errno.ENOENT.number(), refusal(name));
                    try (StructOpsLink link = StructOpsHook.attach(steady)) {
                        assertEquals("struct_ops", link.info().kind());
                        assertEquals("tcp_congestion_ops steady", link.info().target());
                        assertTrue(link.info().id().isPresent());
                        send(name, 1 << 20);
                        assertEquals(1, calls(object, START));
                        assertTrue(calls(object, GROW) > 0);
                    }
                    assertEquals(Errno.ENOENT.number(), refusal(name));
                });
    }

    @Test
    void anotherStructureOfTheSameTypeTakesItsPlace() throws Exception {
        demandStructOps();
        KernelObject object = load("steady", "steadier", "stubborn");
        Sandbox.run(
                _ -> {
                    Loopback.up();
                    try (StructOpsLink link = StructOpsHook.attach(object.struct("steady"))) {
                        KernelException one =
                                assertThrows(
                                        KernelException.class,
                                        () -> link.update(object.program("grow")));
                        assertEquals(KernelCode.LINK, one.diagnostic().code());
                        link.update(object.struct("steadier"));
                        assertEquals("tcp_congestion_ops steadier", link.info().target());
                        send(name, 1 << 16);
                        assertEquals(0, calls(object, GROW));
                        assertTrue(calls(object, GROW_LATER) > 0);
                    }
                });
    }

    @Test
    void aPinnedLinkKeepsItRegistered() throws Exception {
        demandStructOps();
        Sandbox.run(
                folder -> {
                    Loopback.up();
                    Path pin = folder.resolve("steady");
                    try (StructOpsLink link =
                            StructOpsHook.attach(load("steady").struct("steady"))) {
                        link.pin(pin);
                    }
                    send(name, 1 << 10);
                    Files.delete(pin);
                    // The kernel forgets what was pinned in its own time.
                    for (int i = 0; i < 500 && accepted(name); i++) {
                        Thread.sleep(20);
                    }
                    assertEquals(Errno.ENOENT.number(), refusal(name));
                });
    }

    @Test
    void oneWithoutALinkIsUnregisteredWhenItIsClosed() throws Exception {
        demandStructOps();
        KernelObject object = load("stubborn");
        Sandbox.run(
                folder -> {
                    Loopback.up();
                    StructOpsLink link = StructOpsHook.attach(object.struct("stubborn"));
                    object.close();
                    assertThrows(KernelException.class, () -> link.pin(folder.resolve("no")));
                    send(name, 1 << 16);
                    link.close();
                    link.close();
                    assertEquals(Errno.ENOENT.number(), refusal(name));
                });
    }

    @Test
    void programsOfStructuresThatAreNotMadeAreNotLoaded() {
        assertEquals(
                Set.of("start", "grow", "threshold", "restore"),
                Set.copyOf(
                        object()
                                .link(LinkOptions.standard().withTarget(ownTypes()))
                                .programs()
                                .stream()
                                .map(Program::name)
                                .toList()));
        assertEquals(
                "tcp_congestion_ops.ssthresh",
                object().link(LinkOptions.standard().withTarget(ownTypes()))
                        .program("threshold")
                        .attachTarget());
        LinkOptions options = LinkOptions.standard().withTarget(ownTypes());
        assertThrows(
                LinkException.class, () -> object().link(options.withPrograms(Set.of("stead"))));
        for (String member : List.of("steady.nam", "steady.init", "stead.name")) {
            assertThrows(
                    LinkException.class,
                    () -> object().link(options.withGlobals(Map.of(member, "x"))),
                    member);
        }
    }

    private static dev.skep.object.CoreTarget ownTypes() {
        return new dev.skep.object.CoreTarget.OwnTypes();
    }

    @Test
    void whatDoesNotFitTheKernelsStructureIsRefused() {
        demandStructOps();
        KernelException unknown = assertThrows(KernelException.class, () -> load("unknown"));
        assertEquals(KernelCode.TARGET, unknown.diagnostic().code());
        assertTrue(
                unknown.diagnostic().toString().contains("tcp_congestion_ops"), unknown::toString);
        KernelException spoilt = assertThrows(KernelException.class, () -> load("spoilt"));
        assertEquals(KernelCode.STRUCT_OPS, spoilt.diagnostic().code());
        assertTrue(spoilt.getMessage().contains("for_other_kernels"), spoilt::getMessage);
        KernelException narrow = assertThrows(KernelException.class, () -> load("narrow"));
        assertTrue(narrow.getMessage().contains("has 8 bytes"), narrow::getMessage);
        KernelStructOps incomplete = load("incomplete").struct("incomplete");
        KernelException missing =
                assertThrows(KernelException.class, () -> StructOpsHook.attach(incomplete));
        assertEquals(KernelCode.STRUCT_OPS, missing.diagnostic().code());
        assertEquals(Errno.EINVAL.number(), missing.errno());
        KernelException loose = assertThrows(KernelException.class, () -> load("unused"));
        assertEquals(KernelCode.TARGET, loose.diagnostic().code());
    }

    /// Sends random bytes over a connection that uses a congestion control.
    private static void send(String control, int size) throws Exception {
        long seed = System.nanoTime();
        byte[] sent = new byte[size];
        new Random(seed).nextBytes(sent);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.INET);
                SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            client.connect(server.getLocalAddress());
            TcpSockets.congestion(client, control);
            try (SocketChannel other = server.accept()) {
                Thread sender = Thread.ofPlatform().start(() -> write(client, sent));
                ByteBuffer received = ByteBuffer.allocate(size);
                while (received.hasRemaining() && other.read(received) >= 0) {
                    // Goes on until everything is there.
                }
                sender.join();
                assertArrayEquals(sent, received.array(), "seed " + seed);
            }
        }
    }

    private static void write(SocketChannel socket, byte[] bytes) {
        try {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                socket.write(left);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean accepted(String control) throws Exception {
        try {
            send(control, 1);
            return true;
        } catch (RefusedCall _) {
            return false;
        }
    }

    /// The error number with which a socket is refused a congestion control.
    private static int refusal(String control) throws Exception {
        return assertThrows(RefusedCall.class, () -> send(control, 1)).errno();
    }
}
